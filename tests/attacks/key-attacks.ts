import {
  ALLOWED_REQUESTS,
  type Attack,
  type AttackContext,
  attack,
  FORBIDDEN_REQUESTS,
  UNSERVED_REQUESTS,
} from './attack.ts';

const ALL = [...ALLOWED_REQUESTS, ...FORBIDDEN_REQUESTS, ...UNSERVED_REQUESTS];

/** No key, or an invalid one. */
function withoutKey({ keys }: AttackContext): Attack[] {
  return [
    ...ALL.map((request) => attack(`no key: ${request.method} ${request.target}`, request, [401])),
    ...ALL.map((request) =>
      attack(`wrong key: ${request.method} ${request.target}`, { ...request, key: keys.wrong }, [401]),
    ),
    ...[...FORBIDDEN_REQUESTS, ...ALLOWED_REQUESTS.slice(3, 6)].flatMap((request) => [
      attack(`expired key: ${request.method} ${request.target}`, { ...request, key: keys.expired }, [401]),
      attack(`revoked key: ${request.method} ${request.target}`, { ...request, key: keys.revoked }, [401]),
    ]),
  ];
}

/** A valid key in the wrong place or form. */
function misplaced({ keys: { inference, full } }: AttackContext): Attack[] {
  const basic = Buffer.from(`user:${full}`).toString('base64');
  const rejected = (name: string, headers: readonly string[], target = '/v1/models') =>
    attack(`key in the wrong place: ${name}`, { target, headers }, [401]);
  return [
    ...['key', 'api_key', 'api-key', 'apikey', 'token', 'access_token', 'auth', 'x-api-key'].map((name) =>
      rejected(`?${name}=`, [], `/v1/models?${name}=${full}`),
    ),
    rejected('?authorization=', [], `/v1/models?authorization=Bearer%20${full}`),
    rejected('the path', [], `/${full}/v1/models`),
    rejected('a matrix parameter', [], `/v1/models;key=${full}`),
    rejected('a cookie', [`Cookie: corral=${full}; token=${full}`]),
    rejected('a header api-key', [`api-key: ${full}`]),
    rejected('a header x-goog-api-key', [`x-goog-api-key: ${full}`]),
    rejected('a header x-auth-token', [`x-auth-token: ${full}`]),
    rejected('Proxy-Authorization', [`Proxy-Authorization: Bearer ${full}`]),
    rejected('X-Forwarded-Authorization', [`X-Forwarded-Authorization: Bearer ${full}`]),
    rejected('Sec-WebSocket-Protocol', [`Sec-WebSocket-Protocol: openai-insecure-api-key.${full}`]),
    rejected('Authorization without a scheme', [`Authorization: ${full}`]),
    rejected('Basic', [`Authorization: Basic ${basic}`]),
    rejected('Digest', [`Authorization: Digest username="${full}"`]),
    rejected('Token', [`Authorization: Token ${full}`]),
    rejected('Basic beside a good x-api-key', [`Authorization: Basic ${basic}`, `x-api-key: ${full}`]),
    rejected('Bearer twice over', [`Authorization: Bearer Bearer ${full}`]),
    rejected('two in one', [`Authorization: Bearer ${full}, Bearer ${full}`]),
    rejected('quoted', [`Authorization: Bearer "${full}"`]),
    rejected('a space in it', [`Authorization: Bearer ${full.slice(0, 20)} ${full.slice(20)}`]),
    rejected('more after it', [`Authorization: Bearer ${full} x`]),
    rejected('a tab before it', [`Authorization: Bearer\t${full}`]),
    rejected('nothing before it', [`Authorization: Bearer${full}`]),
    rejected('empty', ['Authorization: Bearer ']),
    rejected('an empty header', ['Authorization:']),
    rejected('an empty x-api-key', ['x-api-key:']),
    rejected('one character too long', [`Authorization: Bearer ${full}x`]),
    rejected('one character too short', [`Authorization: Bearer ${full.slice(0, -1)}`]),
    rejected('in capitals', [`Authorization: Bearer ${full.toUpperCase()}`]),
    rejected('its prefix', [`Authorization: Bearer ${full.slice(0, 11)}`]),
    rejected('twice', [`Authorization: Bearer ${full}`, `Authorization: Bearer ${full}`]),
    rejected('two different ones', [`Authorization: Bearer ${inference}`, `Authorization: Bearer ${full}`]),
    rejected('x-api-key twice', [`x-api-key: ${full}`, `x-api-key: ${full}`]),
    rejected('two kinds that differ', [`Authorization: Bearer ${inference}`, `x-api-key: ${full}`]),
    rejected('a good one beside an empty one', [`Authorization: Bearer ${full}`, 'x-api-key:']),
    rejected('a header name with an underscore', [`x_api_key: ${full}`]),
    rejected('forwarded for this Mac', [
      'X-Forwarded-For: 127.0.0.1',
      'X-Real-IP: 127.0.0.1',
      'Forwarded: for=127.0.0.1',
    ]),
    attack(
      'key in the wrong place: the body',
      { method: 'POST', target: '/api/chat', body: `{"model":"llama3.2","api_key":"${full}"}` },
      [401],
    ),
  ];
}

/** A key of another scope. */
function otherScope({ keys }: AttackContext): Attack[] {
  return [
    ...FORBIDDEN_REQUESTS.map((request) =>
      attack(`other scope: ${request.method} ${request.target}`, { ...request, key: keys.inference }, [403]),
    ),
    ...UNSERVED_REQUESTS.map((request) =>
      attack(
        `unserved, inference key: ${request.method} ${request.target}`,
        { ...request, key: keys.inference },
        [404],
      ),
    ),
    ...UNSERVED_REQUESTS.map((request) =>
      attack(`unserved, full key: ${request.method} ${request.target}`, { ...request, key: keys.full }, [404]),
    ),
    attack('other scope: x-api-key', { ...FORBIDDEN_REQUESTS[0], headers: [`x-api-key: ${keys.inference}`] }, [403]),
    attack(
      'other scope: two equal keys',
      { ...FORBIDDEN_REQUESTS[0], key: keys.inference, headers: [`x-api-key: ${keys.inference}`] },
      [403],
    ),
  ];
}

export function keyAttacks(context: AttackContext): Attack[] {
  return [...withoutKey(context), ...misplaced(context), ...otherScope(context)];
}
