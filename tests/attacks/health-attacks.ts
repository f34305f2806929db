import { type Attack, type AttackContext, attack, FORBIDDEN_REQUESTS, requestBytes } from './attack.ts';

const HEALTH = ['/v1/health/live', '/v1/health/ready'] as const;

/** Spellings that some program might take for a health check, or for what is beside one. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => `${path}/../../models`,
  (path) => `${path}/..%2f..%2fmodels`,
  (path) => `${path}/%2e%2e/%2e%2e/%2e%2e/api/tags`,
  (path) => `${path}%2f..%2f..%2fmetrics`,
  (path) => `${path}/metrics`,
  (path) => `${path}.json`,
  (path) => `${path};/api/tags`,
  (path) => `${path}%00`,
  (path) => `${path}%20`,
  (path) => `${path}#/api/tags`,
  (path) => `${path}\\..\\..\\models`,
  (path) => path.toUpperCase(),
  (path) => path.replace('health', 'Health'),
  (path) => path.replace('/v1', ''),
  (path) => path.replace('live', '%6cive').replace('ready', '%72eady'),
  (path) => path.replace('/v1/', '/v1//'),
  (path) => path.replace('/v1/', '/v1/./'),
  (path) => `/api/..${path}`,
  (path) => `http://localhost${path}`,
  (path) => `http://evil.example${path}`,
  (path) => `//localhost${path}`,
];

/** Routes beside them, which tell more than a status. */
const BESIDE = [
  '/v1/health',
  '/v1/health/',
  '/v1/version',
  '/v1/metadata',
  '/v1/metrics',
  '/metrics',
  '/',
  '/api/version',
];

/** Health needs no key: nothing else may be reached by its means. */
export function healthAttacks({ port, keys: { full } }: AttackContext): Attack[] {
  const [hidden] = FORBIDDEN_REQUESTS;
  return [
    ...BESIDE.map((target) => attack(`beside health: ${target}`, { target }, [401])),
    ...HEALTH.flatMap((target) => [
      ...SPELLINGS.map((spell) => spell(target)).map((spelled) =>
        attack(`health: ${JSON.stringify(spelled)}`, { target: spelled }, [400, 401]),
      ),
      ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'].map((method) =>
        attack(`health: ${method} ${target}`, { method, target }, [401]),
      ),
      attack(`health: a body, ${target}`, { target, body: '{}' }, [400]),
      attack(`health: a body of a HEAD, ${target}`, { method: 'HEAD', target, body: '{}' }, [400]),
      attack(`health: an announced body, ${target}`, { target, length: 1_000_000 }, [400]),
      attack(
        `health: a body in chunks, ${target}`,
        { target, headers: ['Transfer-Encoding: chunked'], body: '2\r\n{}\r\n0\r\n\r\n', length: null },
        [400],
      ),
      attack(
        `health: an upgrade of a POST, ${target}`,
        { method: 'POST', target, headers: ['Connection: Upgrade', 'Upgrade: h2c'] },
        [401],
      ),
      attack(`health: a foreign host, ${target}`, { target, host: 'evil.example' }, [403]),
      attack(`health: a rebound host, ${target}`, { target, host: `evil.example:${port}` }, [403]),
      attack(`health: no host, ${target}`, { target, host: null, version: '1.0' }, [403]),
      attack(`health: a foreign page, ${target}`, { target, headers: ['Origin: http://evil.example'] }, [403]),
      attack(
        `health: a foreign page's preflight, ${target}`,
        { method: 'OPTIONS', target, headers: ['Origin: http://evil.example', 'Access-Control-Request-Method: GET'] },
        [403],
      ),
      {
        name: `health: another request behind it, ${target}`,
        parts: [{ bytes: Buffer.concat([requestBytes({ target }), requestBytes(hidden)]) }],
        // The first is none that is rejected.
        rejections: [200, 401],
      },
      {
        name: `health: another request in its body, ${target}`,
        parts: [{ bytes: requestBytes({ target, body: requestBytes({ ...hidden, key: full }) }) }],
        rejections: [400],
      },
      {
        name: `health: another request behind two lengths, ${target}`,
        parts: [
          {
            bytes: Buffer.concat([
              requestBytes({ target, headers: ['Content-Length: 0', 'Content-Length: 5'] }),
              requestBytes({ ...hidden, key: full }),
            ]),
          },
        ],
        rejections: [400],
      },
    ]),
  ];
}
