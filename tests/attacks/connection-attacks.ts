import {
  type Attack,
  type AttackContext,
  attack,
  FORBIDDEN_REQUESTS,
  type RequestParts,
  requestBytes,
  UNSERVED_REQUESTS,
} from './attack.ts';

const [DELETE] = FORBIDDEN_REQUESTS;

/** Several requests at once, so that the later ones arrive before the first has a response. */
function together(name: string, requests: readonly RequestParts[], rejections: readonly number[]): Attack {
  return {
    name: `one connection: ${name}`,
    rejections,
    parts: [{ bytes: Buffer.concat(requests.map(requestBytes)) }],
  };
}

/** What one request on a connection was granted must not count for the next. */
function pipelined({ keys: { inference, full, wrong } }: AttackContext): Attack[] {
  return [
    together('twice without a key', [DELETE, DELETE], [401]),
    together('without a key after a wrong one', [{ ...DELETE, key: wrong }, DELETE], [401]),
    together('without a key after a good one', [{ ...UNSERVED_REQUESTS[3], key: full }, DELETE], [404, 401]),
    together(
      'a lesser key after a full one',
      [
        { ...UNSERVED_REQUESTS[3], key: full },
        { ...DELETE, key: inference },
      ],
      [404, 403],
    ),
    together('a foreign host after ours', [DELETE, { ...DELETE, key: full, host: 'evil.example' }], [401, 403]),
    together(
      'a request in the body of a rejected one',
      [{ method: 'POST', target: '/api/chat', body: requestBytes({ ...DELETE, key: full }) }],
      [401],
    ),
    together(
      'a request after a rejected body in chunks',
      [
        { ...DELETE, headers: ['Transfer-Encoding: chunked'], length: null, body: '2\r\n{}\r\n0\r\n\r\n' },
        { ...DELETE, key: inference },
      ],
      [401, 403],
    ),
    together(
      'a hundred without a key',
      Array.from({ length: 100 }, () => DELETE),
      [401],
    ),
    together(
      'HTTP/1.0 kept alive',
      [1, 2].map(() => ({ ...DELETE, version: '1.0', headers: ['Connection: keep-alive'] })),
      [401],
    ),
  ];
}

/** Headers that make a proxy drop a header, and trailers that add one. */
function hopByHop({ keys: { inference, full } }: AttackContext): Attack[] {
  const chunked = ['Transfer-Encoding: chunked', 'TE: trailers', 'Trailer: Authorization'];
  const withTrailer = (trailer: string) => ({
    length: null,
    headers: chunked,
    body: `2\r\n{}\r\n0\r\n${trailer}\r\n\r\n`,
  });
  return [
    ...['authorization', 'host', 'origin', 'content-length', 'x-api-key, close'].map((name) =>
      attack(`Connection: ${name}`, { ...DELETE, key: inference, headers: [`Connection: ${name}`] }, [403]),
    ),
    attack(
      'Connection: origin, of a foreign page',
      { ...DELETE, key: full, headers: ['Connection: origin', 'Origin: http://evil.example'] },
      [403],
    ),
    attack('a key in a trailer', { ...DELETE, ...withTrailer(`Authorization: Bearer ${full}`) }, [401]),
    attack(
      'a better key in a trailer',
      { ...DELETE, key: inference, ...withTrailer(`Authorization: Bearer ${full}`) },
      [403],
    ),
    attack(
      'a host in a trailer',
      { ...DELETE, host: 'evil.example', key: full, ...withTrailer('Host: localhost') },
      [403],
    ),
  ];
}

/** Other protocols, which would bypass the checks. */
function upgrades({ keys: { inference } }: AttackContext): Attack[] {
  return [
    ['h2c', ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA']],
    [
      'websocket',
      [
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==',
      ],
    ],
    ['TLS/1.2', ['Connection: Upgrade', 'Upgrade: TLS/1.2']],
  ].flatMap(([name, headers]) => [
    attack(`upgrade: ${name} without a key`, { headers: [...(headers ?? [])] }, [401]),
    attack(`upgrade: ${name} with a lesser key`, { ...DELETE, key: inference, headers: [...(headers ?? [])] }, [403]),
  ]);
}

/** Old HTTP, and characters after a key that some parsers take for white space. */
function oddities({ keys: { inference, full } }: AttackContext): Attack[] {
  return [
    ...FORBIDDEN_REQUESTS.map((request) =>
      attack(`HTTP/1.0: ${request.method} ${request.target}`, { ...request, version: '1.0', key: inference }, [403]),
    ),
    attack('HTTP/1.0 without a key', { version: '1.0' }, [401]),
    ...[{ key: null }, { key: inference }, { key: full, host: 'evil.example' }].map((parts) =>
      attack(
        `Expect: 100-continue: ${Object.entries(parts).flat().join(' ').slice(0, 20)}`,
        { ...DELETE, ...parts, headers: ['Expect: 100-continue'] },
        [parts.key === null ? 401 : 403],
      ),
    ),
    ...['\u00a0', '\x0b', '\x0c', '\x1f', '\u0085', '%20', ';', ',', '=x', '\\'].map((character) =>
      attack(`a key and ${JSON.stringify(character)}`, { key: `${full}${character}` }, [400, 401]),
    ),
    attack('a key on a folded line', { headers: ['Authorization: Bearer', ` ${full}`] }, [400, 401]),
    attack(
      'two keys around 900 headers',
      {
        key: full,
        headers: [...Array.from({ length: 900 }, (_, i) => `X-${i}: a`), `Authorization: Bearer ${inference}`],
      },
      [401],
    ),
  ];
}

export function connectionAttacks(context: AttackContext): Attack[] {
  return [...pipelined(context), ...hopByHop(context), ...upgrades(context), ...oddities(context)];
}

/** What a loopback listener rejects besides foreign hosts: targets that are no path. */
export function targetAttacks({ port }: Pick<AttackContext, 'port'>): Attack[] {
  return [
    'http://evil.example/api/tags',
    `http://localhost:${port}/api/tags`,
    'http://127.0.0.1:11434/api/delete',
    'https://localhost/api/tags',
    '*',
  ].map((target) =>
    attack(
      `keyless target: ${target}`,
      { method: target === '*' ? 'OPTIONS' : 'GET', target, host: `localhost:${port}` },
      [400, 404],
    ),
  );
}
