import { type Attack, type AttackContext, attack, FORBIDDEN_REQUESTS, requestBytes } from './attack.ts';
import { hostAttacks, originAttacks } from './host-attacks.ts';

function hiddenRequest(key: string | null): Buffer {
  return requestBytes({ ...FORBIDDEN_REQUESTS[0], key });
}

export interface SmuggledKeys {
  /** Of the request that is seen, and of the one that is hidden in it; null on a listener that requires none. */
  readonly inference: string | null;
  readonly full: string | null;
}

/** Messages in which two servers in a row might see different requests; each hides a second request. */
export function smuggledAttacks({ inference, full }: SmuggledKeys): Attack[] {
  const hidden = hiddenRequest(full);
  const shape = (
    name: string,
    headers: readonly string[],
    body: string,
    rejections: readonly number[] = [400],
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
    rejections,
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
    shape('a space before the colon', ['Content-Length : 0'], ''),
    shape('TE with a space before the colon', ['Transfer-Encoding : chunked'], chunked),
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
    shape('a space in a header name', ['X Any: a'], ''),
    shape('TE with a tab before the colon', ['Transfer-Encoding\t: chunked'], chunked),
    shape('TE in a header that is listed', ['Connection: transfer-encoding', 'Transfer-Encoding: identity'], chunked),
    shape('TE empty', ['Transfer-Encoding:'], chunked),
    shape('TE with a comma', ['Transfer-Encoding: ,chunked'], chunked),
    shape('TE chunked, identity', ['Transfer-Encoding: chunked, identity'], chunked),
    shape('TE chunked after a null', ['Transfer-Encoding: \0chunked'], chunked),
    shape('TE on a line folded with a tab', ['Transfer-Encoding:\r\n\tchunked'], chunked),
    shape('CL on a folded line', ['Content-Length:\r\n 0'], ''),
    shape('CL and CL in another case', ['Content-Length: 5', 'CONTENT-LENGTH: 0'], ''),
    shape('CL with a space inside', ['Content-Length: 1 0'], ''),
    shape('CL with a vertical tab', ['Content-Length: \x0b0'], ''),
    shape('CL in full-width digits', ['Content-Length: \xef\xbc\x90'], ''),
    shape('a bare carriage return at the end of a header', ['X-Any: a\r'], ''),
    shape('headers behind a bare line feed twice', ['X-Any: a\n'], ''),
    shape('a chunk with a bare carriage return', ['Transfer-Encoding: chunked'], '0\r\r'),
    shape('a chunk that ends with a bare line feed', ['Transfer-Encoding: chunked'], '2\r\n{}\n0\r\n\r\n'),
    shape('a last chunk with a bare line feed', ['Transfer-Encoding: chunked'], '2\r\n{}\r\n0\n\r\n'),
    shape('a chunk size behind a zero', ['Transfer-Encoding: chunked'], '2\0\r\n{}\r\n0\r\n\r\n'),
    shape('a chunk size with an underscore', ['Transfer-Encoding: chunked'], '0_2\r\n{}\r\n0\r\n\r\n'),
    shape('a chunk extension with a bare carriage return', ['Transfer-Encoding: chunked'], '2;a\rb\r\n{}\r\n0\r\n\r\n'),
    shape('a chunk with a bare line feed', ['Transfer-Encoding: chunked'], '1\nx\n0\n\n'),
    shape('a chunk extension with a line feed', ['Transfer-Encoding: chunked'], '2;a\nxx\r\n0\r\n\r\n'),
    shape('a chunk extension with a null', ['Transfer-Encoding: chunked'], '2;a=\0b\r\n{}\r\n0\r\n\r\n'),
    shape('a negative chunk', ['Transfer-Encoding: chunked'], '-1\r\nx\r\n0\r\n\r\n'),
    shape('a chunk in 0x', ['Transfer-Encoding: chunked'], '0x2\r\n{}\r\n0\r\n\r\n'),
    shape('a chunk with a space', ['Transfer-Encoding: chunked'], '2 \r\n{}\r\n0\r\n\r\n'),
    shape('a chunk too large for a number', ['Transfer-Encoding: chunked'], 'FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n'),
    shape('a chunk longer than it says', ['Transfer-Encoding: chunked'], '2\r\n{}x\r\n0\r\n\r\n'),
    shape(
      'an endless chunk extension',
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
      rejections: [400],
    },
  ];
}

/** What isn't HTTP/1.1 at all. */
export function malformedAttacks(key: string | null): Attack[] {
  const authorization = key === null ? '' : `Authorization: Bearer ${key}\r\n`;
  return [
    { name: 'HTTP/2 without an upgrade', parts: [{ bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' }], rejections: [400] },
    { name: 'TLS', parts: [{ bytes: Buffer.from('16030100c8010000c40303', 'hex') }], rejections: [400] },
    { name: 'not HTTP', parts: [{ bytes: 'SSH-2.0-x\r\n' }], rejections: [400] },
    { name: 'a simple request', parts: [{ bytes: 'GET /v1/models\r\n\r\n' }], rejections: [400, 403, 505] },
    {
      name: 'bare line feeds',
      parts: [{ bytes: `GET /v1/models HTTP/1.1\nHost: localhost\n${authorization.replace('\r', '')}\n` }],
      rejections: [400],
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
    ...malformedAttacks(key),
    // Node reads it as HTTP, so that only what the key allows rejects it.
    {
      name: 'RTSP',
      parts: [{ bytes: `DESCRIBE /api/tags RTSP/1.0\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n\r\n` }],
      rejections: [400, 404, 405],
    },
  ];
}

export function messageAttacks(context: AttackContext): Attack[] {
  return [...smuggledAttacks(context.keys), ...headers(context), ...hostAttacks(context), ...originAttacks(context)];
}
