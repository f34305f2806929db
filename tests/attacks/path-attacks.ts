import { type Attack, type AttackContext, attack, FORBIDDEN_REQUESTS } from './attack.ts';

/** Spellings that one program takes for `path` and another doesn't. */
const SPELLINGS: readonly (readonly [string, (path: string) => string])[] = [
  ['two slashes', (path) => `/${path}`],
  ['three slashes', (path) => `//${path}`],
  ['a doubled slash inside', (path) => path.replace(/\/(\w+)$/, '//$1')],
  ['a slash at the end', (path) => `${path}/`],
  ['out of /v1', (path) => `/v1/..${path}`],
  ['out of a listed route', (path) => `/v1/models/..${path.replace('/api', '/../api')}`],
  ['a dot segment', (path) => `/.${path}`],
  ['a dot segment inside', (path) => path.replace('/api/', '/api/./')],
  ['up and down', (path) => path.replace('/api/', '/api/x/../')],
  ['encoded dots', (path) => `/v1/%2e%2e${path}`],
  ['encoded dots in capitals', (path) => `/v1/%2E%2E${path}`],
  ['dots encoded twice', (path) => `/v1/%252e%252e${path}`],
  ['half encoded dots', (path) => `/v1/.%2e${path}`],
  ['an encoded slash', (path) => path.replace(/\/(\w+)$/, '%2f$1')],
  ['an encoded slash in capitals', (path) => path.replace(/\/(\w+)$/, '%2F$1')],
  ['a slash encoded twice', (path) => path.replace(/\/(\w+)$/, '%252f$1')],
  ['an encoded first slash', (path) => `/%2f${path.slice(1)}`],
  [
    'an encoded character',
    (path) =>
      path.replace(/(\w)(\w*)$/, (_all, first: string, rest: string) => `%${first.charCodeAt(0).toString(16)}${rest}`),
  ],
  ['all capitals', (path) => path.toUpperCase()],
  ['a capital', (path) => path.replace('/api', '/API')],
  ['a backslash', (path) => path.replace(/\/(\w+)$/, '\\$1')],
  ['an encoded backslash', (path) => path.replace(/\/(\w+)$/, '%5c$1')],
  ['backslash and dots', (path) => `/v1/..\\..${path}`],
  ['a semicolon', (path) => `${path};x=1`],
  ['a semicolon and dots', (path) => `/v1/..;${path}`],
  ['a fragment', (path) => `${path}#x`],
  ['an encoded question mark', (path) => `${path}%3fx`],
  ['an encoded null', (path) => `${path}%00`],
  ['an encoded line break', (path) => `${path}%0d%0aX:%20y`],
  ['an encoded space', (path) => `${path}%20`],
  ['overlong UTF-8', (path) => path.replace(/\/(\w+)$/, '%c0%af$1')],
  ['a wide slash', (path) => path.replace(/\/(\w+)$/, '%ef%bc%8f$1')],
  ['broken encoding', (path) => `${path}%`],
  ['broken encoding inside', (path) => path.replace('/api', '/%zzapi')],
  ['a .json at the end', (path) => `${path}.json`],
  ['absolute-form', (path) => `http://localhost${path}`],
  ['absolute-form of another host', (path) => `http://127.0.0.1:11434${path}`],
  ['absolute-form with a user', (path) => `http://a@localhost${path}`],
  ['https absolute-form', (path) => `https://localhost${path}`],
  ['a network path', (path) => `//localhost${path}`],
  ['a model’s id that climbs', (path) => `/v1/models/%2e%2e%2f%2e%2e${path.replaceAll('/', '%2f')}`],
  ['a model’s id of many parts', (path) => `/v1/models${path}`],
];

const REJECTED = [400, 403, 404];

function spelled({ keys }: AttackContext): Attack[] {
  return SPELLINGS.flatMap(([name, spell]) => [
    ...FORBIDDEN_REQUESTS.slice(0, 2).map((request) =>
      attack(
        `path: ${name}, ${request.target}`,
        { ...request, target: spell(request.target), key: keys.inference },
        REJECTED,
      ),
    ),
    attack(
      `path: ${name}, /api/push`,
      { method: 'POST', target: spell('/api/push'), body: '{"model":"llama3.2"}', key: keys.full },
      REJECTED,
    ),
  ]);
}

function targets({ keys }: AttackContext): Attack[] {
  const target = (method: string, value: string, rejections: readonly number[]) =>
    attack(`target: ${method} ${value.slice(0, 40)}`, { method, target: value, key: keys.full }, rejections);
  return [
    target('OPTIONS', '*', [404]),
    target('GET', '*', [400, 404]),
    target('CONNECT', 'localhost:11434', [0]),
    target('CONNECT', '/api/delete', [0, 400]),
    target('GET', 'localhost:11434', [400]),
    target('GET', 'api/tags', [400]),
    target('GET', '?/api/tags', [400]),
    target('GET', '/api/tags /x', [400]),
    target('GET', '/api/\ttags', [400]),
    target('GET', '/api/t\u00e4gs', [400]),
    target('GET', `/${'a'.repeat(20_000)}`, [431]),
    target('GET', `/v1/models?${'a'.repeat(20_000)}`, [431]),
    target('GET', '/api/blobs/sha256:abc', [404]),
    target('HEAD', '/api/blobs/..%2f..%2fmanifests', [404]),
    target('HEAD', `/api/blobs/sha256:${'A'.repeat(64)}`, [404]),
    target('GET', '/v1/models/..', [404]),
    target('GET', '/v1/models/a%00b', [400]),
    target('GET', '/v1/models/hf.co%2Fa%2Fb', [404]),
  ];
}

function methods({ keys }: AttackContext): Attack[] {
  const override = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'];
  const wrong = ['PUT', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND', 'QUERY', 'SEARCH', 'LOCK', 'PURGE'];
  return [
    ...wrong.flatMap((method) =>
      ['/api/delete', '/v1/models', '/api/chat'].map((target) =>
        attack(`method: ${method} ${target}`, { method, target, key: keys.full }, [405]),
      ),
    ),
    ...override.flatMap((header) => [
      attack(`method: ${header}`, { target: '/api/delete', headers: [`${header}: DELETE`], key: keys.full }, [405]),
      attack(
        `method: ${header} of a POST`,
        { ...FORBIDDEN_REQUESTS[1], method: 'PUT', headers: [`${header}: POST`], key: keys.full },
        [405],
      ),
    ]),
    attack('method: ?_method', { target: '/api/delete?_method=DELETE', key: keys.full }, [405]),
    attack('method: in lowercase', { method: 'delete', target: '/api/delete', key: keys.full }, [400]),
    attack('method: unknown', { method: 'TRACK', key: keys.full }, [400]),
    attack(
      'rewritten URL headers',
      { target: '/nothing', headers: ['X-Original-URL: /api/tags', 'X-Rewrite-URL: /api/tags'], key: keys.full },
      [404],
    ),
  ];
}

export function pathAttacks(context: AttackContext): Attack[] {
  return [...spelled(context), ...targets(context), ...methods(context)];
}
