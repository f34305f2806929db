import { type Attack, type AttackContext, attack, CLOSED, FORBIDDEN_REQUESTS, OPEN } from './attack.ts';

const ALL = [...OPEN, ...FORBIDDEN_REQUESTS, ...CLOSED];

/** No key at all, or one that opens nothing. */
function withoutKey({ keys }: AttackContext): Attack[] {
  return [
    ...ALL.map((request) => attack(`no key: ${request.method} ${request.target}`, request, [401])),
    ...ALL.map((request) =>
      attack(`wrong key: ${request.method} ${request.target}`, { ...request, key: keys.wrong }, [401]),
    ),
    ...[...FORBIDDEN_REQUESTS, ...OPEN.slice(3, 6)].flatMap((request) => [
      attack(`expired key: ${request.method} ${request.target}`, { ...request, key: keys.expired }, [401]),
      attack(`revoked key: ${request.method} ${request.target}`, { ...request, key: keys.revoked }, [401]),
    ]),
  ];
}

/** A good key, but not where or as a key is presented. */
const misplaced = ({ keys: { inference, full } }: AttackContext): Attack[] => {
  const basic = Buffer.from(`user:${full}`).toString('base64');
  const refused = (name: string, headers: readonly string[], target = '/v1/models') =>
    attack(`key in the wrong place: ${name}`, { target, headers }, [401]);
  return [
    ...['key', 'api_key', 'api-key', 'apikey', 'token', 'access_token', 'auth', 'x-api-key'].map((name) =>
      refused(`?${name}=`, [], `/v1/models?${name}=${full}`),
    ),
    refused('?authorization=', [], `/v1/models?authorization=Bearer%20${full}`),
    refused('the path', [], `/${full}/v1/models`),
    refused('a matrix parameter', [], `/v1/models;key=${full}`),
    refused('a cookie', [`Cookie: corral=${full}; token=${full}`]),
    refused('a header api-key', [`api-key: ${full}`]),
    refused('a header x-goog-api-key', [`x-goog-api-key: ${full}`]),
    refused('a header x-auth-token', [`x-auth-token: ${full}`]),
    refused('Proxy-Authorization', [`Proxy-Authorization: Bearer ${full}`]),
    refused('X-Forwarded-Authorization', [`X-Forwarded-Authorization: Bearer ${full}`]),
    refused('Sec-WebSocket-Protocol', [`Sec-WebSocket-Protocol: openai-insecure-api-key.${full}`]),
    refused('Authorization without a scheme', [`Authorization: ${full}`]),
    refused('Basic', [`Authorization: Basic ${basic}`]),
    refused('Digest', [`Authorization: Digest username="${full}"`]),
    refused('Token', [`Authorization: Token ${full}`]),
    refused('Basic beside a good x-api-key', [`Authorization: Basic ${basic}`, `x-api-key: ${full}`]),
    refused('Bearer twice over', [`Authorization: Bearer Bearer ${full}`]),
    refused('two in one', [`Authorization: Bearer ${full}, Bearer ${full}`]),
    refused('quoted', [`Authorization: Bearer "${full}"`]),
    refused('a blank in it', [`Authorization: Bearer ${full.slice(0, 20)} ${full.slice(20)}`]),
    refused('more after it', [`Authorization: Bearer ${full} x`]),
    refused('a tab before it', [`Authorization: Bearer\t${full}`]),
    refused('nothing before it', [`Authorization: Bearer${full}`]),
    refused('empty', ['Authorization: Bearer ']),
    refused('an empty header', ['Authorization:']),
    refused('an empty x-api-key', ['x-api-key:']),
    refused('too long by a letter', [`Authorization: Bearer ${full}x`]),
    refused('too short by a letter', [`Authorization: Bearer ${full.slice(0, -1)}`]),
    refused('in capitals', [`Authorization: Bearer ${full.toUpperCase()}`]),
    refused('its prefix', [`Authorization: Bearer ${full.slice(0, 11)}`]),
    refused('twice', [`Authorization: Bearer ${full}`, `Authorization: Bearer ${full}`]),
    refused('two different ones', [`Authorization: Bearer ${inference}`, `Authorization: Bearer ${full}`]),
    refused('x-api-key twice', [`x-api-key: ${full}`, `x-api-key: ${full}`]),
    refused('two kinds that differ', [`Authorization: Bearer ${inference}`, `x-api-key: ${full}`]),
    refused('a good one beside an empty one', [`Authorization: Bearer ${full}`, 'x-api-key:']),
    refused('a header name with an underscore', [`x_api_key: ${full}`]),
    refused('forwarded for this Mac', [
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
};

/** A key that is good for something else. */
function otherScope({ keys }: AttackContext): Attack[] {
  return [
    ...FORBIDDEN_REQUESTS.map((request) =>
      attack(`other scope: ${request.method} ${request.target}`, { ...request, key: keys.inference }, [403]),
    ),
    ...CLOSED.map((request) =>
      attack(`closed to use: ${request.method} ${request.target}`, { ...request, key: keys.inference }, [404]),
    ),
    ...CLOSED.map((request) =>
      attack(`closed to all: ${request.method} ${request.target}`, { ...request, key: keys.full }, [404]),
    ),
    attack('other scope: x-api-key', { ...FORBIDDEN_REQUESTS[0], headers: [`x-api-key: ${keys.inference}`] }, [403]),
    attack(
      'other scope: two equal keys',
      { ...FORBIDDEN_REQUESTS[0], key: keys.inference, headers: [`x-api-key: ${keys.inference}`] },
      [403],
    ),
  ];
}

export function keyAttacks(armoury: AttackContext): Attack[] {
  return [...withoutKey(armoury), ...misplaced(armoury), ...otherScope(armoury)];
}
