import {
  type Attack,
  type AttackContext,
  attack,
  CLOSED,
  FORBIDDEN_REQUESTS,
  type RequestParts,
  requestBytes,
} from './attack.ts';

const [DELETE] = FORBIDDEN_REQUESTS;

/** Several requests in one piece, so that the later ones are there before the first is answered. */
function together(name: string, requests: readonly RequestParts[], refusals: readonly number[]): Attack {
  return {
    name: `one connection: ${name}`,
    refusals,
    parts: [{ bytes: Buffer.concat(requests.map(requestBytes)) }],
  };
}

/** Who was refused, or admitted, once on a connection is nobody the next time. */
function followers({ keys: { inference, full, wrong } }: AttackContext): Attack[] {
  return [
    together('twice without a key', [DELETE, DELETE], [401]),
    together('without a key after a wrong one', [{ ...DELETE, key: wrong }, DELETE], [401]),
    together('without a key after a good one', [{ ...CLOSED[3], key: full }, DELETE], [404, 401]),
    together(
      'a lesser key after a full one',
      [
        { ...CLOSED[3], key: full },
        { ...DELETE, key: inference },
      ],
      [404, 403],
    ),
    together('a foreign host after ours', [DELETE, { ...DELETE, key: full, host: 'evil.example' }], [401, 403]),
    together(
      'a request in the body of a refused one',
      [{ method: 'POST', target: '/api/chat', body: requestBytes({ ...DELETE, key: full }) }],
      [401],
    ),
    together(
      'a request after a refused body in chunks',
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

/** Headers that tell a proxy to drop a header, and trailers that bring one along. */
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

/** Other protocols, which would go past the check once they are spoken. */
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

/** Old HTTP, and letters around a key that somebody may take for blanks. */
function oddities({ keys: { inference, full } }: AttackContext): Attack[] {
  return [
    ...FORBIDDEN_REQUESTS.map((request) =>
      attack(`HTTP/1.0: ${request.method} ${request.target}`, { ...request, version: '1.0', key: inference }, [403]),
    ),
    attack('HTTP/1.0 without a key', { version: '1.0' }, [401]),
    ...[{ key: null }, { key: inference }, { key: full, host: 'evil.example' }].map((parts) =>
      attack(
        `asks whether to send on: ${Object.entries(parts).flat().join(' ').slice(0, 20)}`,
        { ...DELETE, ...parts, headers: ['Expect: 100-continue'] },
        [parts.key === null ? 401 : 403],
      ),
    ),
    ...['\u00a0', '\x0b', '\x0c', '\x1f', '\u0085', '%20', ';', ',', '=x', '\\'].map((letter) =>
      attack(`a key and ${JSON.stringify(letter)}`, { key: `${full}${letter}` }, [400, 401]),
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

export function connectionAttacks(armoury: AttackContext): Attack[] {
  return [...followers(armoury), ...hopByHop(armoury), ...upgrades(armoury), ...oddities(armoury)];
}

/** What a listener without a key refuses beside foreign names: targets that name another place than a path. */
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
