import { type Attack, type AttackContext, attack, FORBIDDEN_REQUESTS, requestBytes } from './attack.ts';

function HIDDEN(key: string): Buffer {
  return requestBytes({ ...FORBIDDEN_REQUESTS[0], key });
}

/** Shapes of which two servers in a row might read different requests; a second request is hidden in each. */
function smuggled({ keys: { inference, full } }: AttackContext): Attack[] {
  const hidden = HIDDEN(full);
  const shape = (
    name: string,
    headers: readonly string[],
    body: string,
    refusals: readonly number[] = [400],
  ): Attack => ({
    name: `smuggling: ${name}`,
    parts: [
      {
        bytes: Buffer.concat([
          requestBytes({ method: 'POST', target: '/api/show', key: inference, headers, length: null }),
          Buffer.from(body, 'latin1'),
          hidden,
        ]),
      },
    ],
    refusals,
  });
  const chunked = '0\r\n\r\n';
  return [
    shape('CL and TE', ['Content-Length: 5', 'Transfer-Encoding: chunked'], chunked),
    shape('TE and CL', ['Transfer-Encoding: chunked', 'Content-Length: 5'], chunked),
    shape('CL 0 and TE', ['Content-Length: 0', 'Transfer-Encoding: chunked'], chunked),
    shape('two CL', ['Content-Length: 0', 'Content-Length: 5'], ''),
    shape('two equal CL', ['Content-Length: 0', 'Content-Length: 0'], ''),
    shape('a list of CL', ['Content-Length: 0, 5'], ''),
    shape('CL with a sign', ['Content-Length: +0'], ''),
    shape('negative CL', ['Content-Length: -1'], ''),
    shape('CL in hex', ['Content-Length: 0x0'], ''),
    shape('CL with a point', ['Content-Length: 0.0'], ''),
    shape('CL too large for a number', ['Content-Length: 18446744073709551616'], ''),
    shape('empty CL', ['Content-Length:'], ''),
    shape('a blank before the colon', ['Content-Length : 0'], ''),
    shape('TE with a blank before the colon', ['Transfer-Encoding : chunked'], chunked),
    shape('TE xchunked', ['Transfer-Encoding: xchunked'], chunked),
    shape('TE gzip, chunked', ['Transfer-Encoding: gzip, chunked'], chunked),
    shape('TE chunked, gzip', ['Transfer-Encoding: chunked, gzip'], chunked),
    shape('TE identity', ['Transfer-Encoding: identity'], chunked),
    shape('TE twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], chunked),
    shape('TE chunked and identity', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], chunked),
    shape('TE chunked, chunked', ['Transfer-Encoding: chunked, chunked'], chunked),
    shape('TE after a vertical tab', ['Transfer-Encoding: \x0bchunked'], chunked),
    shape('TE quoted', ['Transfer-Encoding: "chunked"'], chunked),
    shape('TE with a semicolon', ['Transfer-Encoding: chunked;q=1'], chunked),
    shape('TE on a folded line', ['Transfer-Encoding:\r\n chunked'], chunked),
    shape('TE behind a bare line feed', ['X: y\nTransfer-Encoding: chunked'], chunked),
    shape('TE behind a bare carriage return', ['X: y\rTransfer-Encoding: chunked'], chunked),
    shape('a folded header', ['X-Any: a\r\n b'], ''),
    shape('a folded first header', [' X-Any: a'], ''),
    shape('a null in a header', ['X-Any: a\0b'], ''),
    shape('an empty header name', [': x'], ''),
    shape('a header without a colon', ['X-Any'], ''),
    shape('a blank in a header name', ['X Any: a'], ''),
    shape('a chunk with a bare line feed', ['Transfer-Encoding: chunked'], '1\nx\n0\n\n'),
    shape('a chunk extension with a line feed', ['Transfer-Encoding: chunked'], '2;a\nxx\r\n0\r\n\r\n'),
    shape('a chunk extension with a null', ['Transfer-Encoding: chunked'], '2;a=\0b\r\n{}\r\n0\r\n\r\n'),
    shape('a negative chunk', ['Transfer-Encoding: chunked'], '-1\r\nx\r\n0\r\n\r\n'),
    shape('a chunk in 0x', ['Transfer-Encoding: chunked'], '0x2\r\n{}\r\n0\r\n\r\n'),
    shape('a chunk with a blank', ['Transfer-Encoding: chunked'], '2 \r\n{}\r\n0\r\n\r\n'),
    shape('a chunk too large for a number', ['Transfer-Encoding: chunked'], 'FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n'),
    shape('a chunk longer than it says', ['Transfer-Encoding: chunked'], '2\r\n{}x\r\n0\r\n\r\n'),
    shape(
      'a chunk extension without end',
      ['Transfer-Encoding: chunked'],
      `2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
      [400, 413, 431],
    ),
    {
      name: 'smuggling: TE in HTTP/1.0',
      parts: [
        {
          bytes: Buffer.concat([
            requestBytes({
              method: 'POST',
              target: '/api/show',
              version: '1.0',
              key: inference,
              headers: ['Transfer-Encoding: chunked', 'Connection: keep-alive'],
            }),
            Buffer.from(chunked),
            hidden,
          ]),
        },
      ],
      refusals: [400],
    },
  ];
}

function headers({ keys: { inference: key } }: AttackContext): Attack[] {
  return [
    attack('headers: one of 17 kB', { key, headers: [`X-Any: ${'a'.repeat(17_000)}`] }, [431]),
    attack('headers: 4,000 of them', { key, headers: Array.from({ length: 4000 }, (_, i) => `X-${i}: a`) }, [431]),
    attack(
      'headers: a second key behind 2,100 others',
      { key, headers: [...Array.from({ length: 2100 }, () => 'a:'), 'Authorization: Bearer x'] },
      [401],
    ),
    attack('headers: a name of 17 kB', { key, headers: [`${'a'.repeat(17_000)}: b`] }, [431]),
    attack('headers: bytes beyond ASCII in a name', { key, headers: ['X-\u00e4: b'] }, [400]),
    attack('version: 0.9', { key, version: '0.9' }, [400, 505]),
    attack('version: 1.2', { key, version: '1.2' }, [400]),
    attack('version: 2.0', { key, version: '2.0' }, [400, 505]),
    attack('version: none', { key, version: '' }, [400]),
    attack('expectation', { key, headers: ['Expect: 200-maybe'] }, [417]),
    attack('a body of a GET', { key, body: '{}' }, [400]),
    attack(
      'a body of a GET in chunks',
      { key, headers: ['Transfer-Encoding: chunked'], body: '0\r\n\r\n', length: null },
      [400],
    ),
    { name: 'HTTP/2 without asking', parts: [{ bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' }], refusals: [400] },
    { name: 'TLS', parts: [{ bytes: Buffer.from('16030100c8010000c40303', 'hex') }], refusals: [400] },
    { name: 'no HTTP at all', parts: [{ bytes: 'SSH-2.0-x\r\n' }], refusals: [400] },
    { name: 'a simple request', parts: [{ bytes: 'GET /v1/models\r\n\r\n' }], refusals: [400, 403] },
    {
      name: 'bare line feeds',
      parts: [{ bytes: `GET /v1/models HTTP/1.1\nHost: localhost\nAuthorization: Bearer ${key}\n\n` }],
      refusals: [400],
    },
    {
      name: 'RTSP',
      parts: [{ bytes: `DESCRIBE /api/tags RTSP/1.0\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n\r\n` }],
      refusals: [400, 404, 405],
    },
  ];
}

export function hostAttacks({ port, keys: { full: key } }: AttackContext): Attack[] {
  const foreign = [
    'evil.example',
    `evil.example:${port}`,
    'localhost.evil.example',
    'evil-localhost',
    'xlocalhost',
    'ollama.com',
    '127.0.0.1.evil.example',
    '127.1',
    '0',
    '0.0.0.0',
    '2130706433',
    '0x7f.1',
    '10.0.0.1',
    '169.254.169.254',
    '[::]',
    '[::ffff:7f00:1]',
    '::1',
    '[::1',
    'localhost:',
    'localhost:x',
    `localhost:${port}:${port}`,
    'a@localhost',
    'localhost@evil.example',
    'localhost evil.example',
    'localhost, evil.example',
    'localhost/evil.example',
    'localhost#evil',
    'evil.example\tlocalhost',
    'http://localhost',
    '',
    ' ',
    '*',
    'l\u00f6calhost',
    'xn--lcalhost-90a',
    'loc\u00adalhost',
    'localhost..',
    '.localhost',
    'evil.example.',
    '[fd00::20%25lo0]',
    'localhost%00',
    'localhost%2eevil.example',
    '[::1%25lo0]',
    '[fd00::20%en0]',
    '[::1].evil.example',
    '[localhost]',
    'localhost:999999',
    'localhost:-1',
  ];
  return [
    ...foreign.map((host) => attack(`host: ${JSON.stringify(host)}`, { host, key }, [400, 403])),
    attack('host: none', { host: null, key }, [400]),
    attack('host: none in HTTP/1.0', { host: null, version: '1.0', key }, [403]),
    attack('host: two', { host: 'localhost', headers: ['Host: localhost'], key }, [400, 403]),
    attack('host: ours, then another', { host: 'localhost', headers: ['Host: evil.example'], key }, [400, 403]),
    attack('host: another, then ours', { host: 'evil.example', headers: ['Host: localhost'], key }, [400, 403]),
    attack(
      'host: ours only as forwarded',
      { host: 'evil.example', headers: ['X-Forwarded-Host: localhost', 'Forwarded: host=localhost'], key },
      [403],
    ),
    attack('host: another in the target', { host: 'evil.example', target: 'http://localhost/v1/models', key }, [403]),
  ];
}

function origins({ port, keys: { full: key } }: AttackContext): Attack[] {
  const foreign = [
    'http://evil.example',
    'null',
    '',
    'https://allowed.example.evil.example',
    'https://evil-allowed.example',
    'http://allowed.example',
    'https://allowed.example:444',
    'https://ALLOWED.example',
    'https://allowed.example/',
    'https://allowed.example, https://evil.example',
    `http://localhost:${port}`,
    'file://',
    'chrome-extension://abc',
    'app://any',
    '*',
  ];
  const preflight = ['Access-Control-Request-Method: DELETE', 'Access-Control-Request-Headers: authorization'];
  return [
    ...foreign.map((origin) =>
      attack(`origin: ${JSON.stringify(origin)}`, { key, headers: [`Origin: ${origin}`] }, [403]),
    ),
    ...foreign
      .slice(0, 6)
      .map((origin) =>
        attack(
          `preflight: ${origin}`,
          { method: 'OPTIONS', target: '/api/delete', headers: [`Origin: ${origin}`, ...preflight] },
          [403],
        ),
      ),
    attack('origin: two', { key, headers: ['Origin: https://allowed.example', 'Origin: http://evil.example'] }, [403]),
    attack('origin: a good one without a key', { headers: ['Origin: https://allowed.example'] }, [401]),
    attack('preflight: without an origin', { method: 'OPTIONS', target: '/api/delete', headers: preflight }, [401]),
    attack(
      'a form that a page sends',
      {
        method: 'POST',
        target: '/api/pull',
        headers: ['Origin: http://evil.example', 'Content-Type: text/plain'],
        body: '{"model":"tinyllama"}',
      },
      [403],
    ),
  ];
}

export function messageAttacks(armoury: AttackContext): Attack[] {
  return [...smuggled(armoury), ...headers(armoury), ...hostAttacks(armoury), ...origins(armoury)];
}
