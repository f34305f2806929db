import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineRedactor, redact } from './redact.ts';

test.each([
  ['Authorization: Bearer sk-abc.DEF==', 'Authorization: Bearer [hidden]'],
  ['Authorization:  Basic bWU6cGFzcw==', 'Authorization:  Basic [hidden]'],
  ['headers=map[Authorization:[Bearer abc] Accept:[*/*]]', 'headers=map[Authorization:[Bearer [hidden]] Accept:[*/*]]'],
  ['using sk-proj-Ab12_cd34-ef for that', 'using [hidden] for that'],
  ['using corral-Ab12Cd34Ef56 for that', 'using [hidden] for that'],
  ['the key corral-Ab12 is known', 'the key corral-Ab12 is known'],
  ['x-api-key: 12ab', 'x-api-key: [hidden]'],
  ['X-Api-Key:[12ab]', 'X-Api-Key:[[hidden]'],
  ['{"api_key":"a b","model":"m"}', '{"api_key":[hidden],"model":"m"}'],
  ['env="{\\"password\\":\\"a b\\",\\"n\\":1}"', 'env="{\\"password\\":[hidden],\\"n\\":1}"'],
  ['msg=x password="a \\"b\\" c" n=1', 'msg=x password=[hidden] n=1'],
  ['OPENAI_API_KEY=abc HF_TOKEN:def n=1', 'OPENAI_API_KEY=[hidden] HF_TOKEN:[hidden] n=1'],
  ['GET "/v1/x?token=abc&model=m"', 'GET "/v1/x?token=[hidden]&model=m"'],
  ['GET "/v1/x?api_key=abc&model=m"', 'GET "/v1/x?api_key=[hidden]&model=m"'],
  ['https://ollama.com/connect?name=mac&key=c3NoLWVk', 'https://ollama.com/connect?name=mac&key=[hidden]'],
  [
    'url=https://ollama.com/connect?name=mac\\u0026key=c3No',
    'url=https://ollama.com/connect?name=mac\\u0026key=[hidden]',
  ],
  ['https_proxy=http://me:p@ss@proxy:3128/x', 'https_proxy=http://[hidden]@proxy:3128/x'],
  ['proxy="socks5://abc@10.0.0.1"', 'proxy="socks5://[hidden]@10.0.0.1"'],
  ['http://me:p/a/ss@proxy:3128', 'http://[hidden]@proxy:3128'],
  ['HTTPS_PROXY:me:pass@proxy:3128 NO_PROXY:', 'HTTPS_PROXY:[hidden]@proxy:3128 NO_PROXY:'],
  [
    'msg="server config" env="map[HTTPS_PROXY:http://u:p@h:1 HTTP_PROXY: OLLAMA_HOST:http://127.0.0.1:11434]"',
    'msg="server config" env="map[HTTPS_PROXY:http://[hidden]@h:1 HTTP_PROXY: OLLAMA_HOST:http://127.0.0.1:11434]"',
  ],
  ['key -----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY----- end', 'key [hidden] end'],
])('redacts the secret in %j', (text, shown) => {
  expect(redact(text)).toBe(shown);
  expect(redact(shown)).toBe(shown);
});

test.each([
  'http://127.0.0.1:11434/v1',
  'OLLAMA_ORIGINS:[http://localhost https://localhost http://localhost:* app://*]',
  'print_info: BOS token        = 1',
  'n_token=512 num_tokens=8 key=general.architecture',
  'msg="total blobs: 5"',
  'Your new public key is: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKj',
  'model=qwen3:8b digest=sha256:500a1f067a9f',
])('doesn’t change %j', (text) => {
  expect(redact(text)).toBe(text);
});

test('a private key of several lines is hidden, and what follows isn’t', () => {
  const redactLine = createLineRedactor();
  const key = [
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    'b3BlbnNzaC1rZXk',
    'AAAAB3Nza',
    '-----END OPENSSH PRIVATE KEY----- x',
  ];
  expect(['before', ...key, 'after'].map(redactLine)).toEqual([
    ...['before', '[hidden]', '[hidden]', '[hidden]', '[hidden] x', 'after'],
  ]);
});

test('a private key without an end doesn’t hide the rest of the log forever', () => {
  const redactLine = createLineRedactor();
  redactLine('-----BEGIN PRIVATE KEY-----');
  const shown = Array.from({ length: 300 }, () => redactLine('line'));
  expect(shown.at(-1)).toBe('line');
});

const secret = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/).filter((text) => /[a-z]/i.test(text));
const places: readonly ((token: string) => string)[] = [
  (token) => `Authorization: Bearer ${token}`,
  (token) => `"authorization":"bearer ${token}"`,
  (token) => `sk-${token}`,
  (token) => `x-api-key: ${token}`,
  (token) => `X-API-KEY=${token}`,
  (token) => `HTTPS_PROXY:http://user:${token}@proxy.example:3128`,
  (token) => `proxy="socks5://${token}@10.0.0.1"`,
  (token) => `/v1/models?api_key=${token}&x=1`,
  (token) => `?x=1&token=${token}`,
  (token) => `password=${token}`,
  (token) => `{"password": "${token}"}`,
  (token) => `https://ollama.com/connect?name=a&key=${token}`,
  (token) => `-----BEGIN RSA PRIVATE KEY-----\\n${token}`,
];

test('a secret isn’t shown, whatever precedes it', () => {
  fc.assert(
    fc.property(fc.string(), secret, fc.constantFrom(...places), (before, token, put) => {
      expect(redact(`${before} ${put(token)}`).slice(before.length)).not.toContain(token);
    }),
    { numRuns: 1_000 },
  );
});

test('no line of 64 kB takes long, whatever it repeats', () => {
  const pieces = [
    ...[
      '://',
      'a://',
      '://a:',
      '://:',
      'a.',
      'eyJ-',
      'eyJaaaaaaaa.',
      '?',
      '?a',
      '&key',
      'token',
      'token="',
      'password=\\"',
    ],
    ...[
      '_proxy=',
      'bearer ',
      'authorization:',
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN ',
      'A',
      '\\',
      '"',
      '@',
      'sk-',
      ' ',
    ],
  ];
  const adversary = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map((some) => some.join(''));
  fc.assert(
    fc.property(adversary, (unit) => {
      const line = unit.repeat(Math.ceil(65_536 / unit.length)).slice(0, 65_536);
      const before = performance.now();
      redact(line);
      // A few ms here; a pattern that tries again from every place takes seconds.
      expect(performance.now() - before).toBeLessThan(150);
    }),
    { numRuns: 300 },
  );
});
