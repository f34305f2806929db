import { describe, expect, it } from 'vitest';
import { type LoopbackHead, loopbackAccess } from './loopback-access.ts';
import { createOllamaHostRule } from './ollama-host-rule.ts';
import { createOllamaOriginRule } from './ollama-origin-rule.ts';

const hosts = ['192.168.7.7', '203.0.113.9', '2001:db8::7', 'fe80::7', 'extra.example'];

function rules(origins: readonly string[] = []) {
  return { host: createOllamaHostRule({ hosts, hostname: 'Studio' }), origin: createOllamaOriginRule(origins) };
}

describe('the Host header', () => {
  const rule = createOllamaHostRule({ hosts, hostname: 'Studio' });

  it.each([
    ...['', 'localhost', 'localhost:11434', 'LOCALHOST:1', 'localhost:', 'localhost:any', ':11434'],
    ...['studio', 'STUDIO:11434', 'studio.local', 'other.local:80', 'x.localhost', '.local', 'host.docker.internal'],
    ...['host.containers.internal:11434', 'a.b.Internal'],
  ])('may be the name %j', (host) => expect(rule.kindOf(host)).toBe('name'));

  it.each([
    ...[
      '127.0.0.1',
      '127.0.0.1:11434',
      '127.255.0.1:1',
      '0.0.0.0:11434',
      '10.0.0.1',
      '172.31.255.255',
      '192.168.0.1:80',
    ],
    ...[
      '192.168.7.7:11434',
      '203.0.113.9',
      '[2001:db8::7]:11434',
      '[2001:DB8:0:0::7]:1',
      '[fe80::7]:1',
      '[fd00::1]:80',
    ],
    ...['::1', '[::1]:11434', '[::]:80', '[0:0:0:0:0:0:0:1]:1', '[::ffff:127.0.0.1]:1', '[::ffff:7f00:1]:1'],
  ])('may be the address %j', (host) => expect(rule.kindOf(host)).toBe('address'));

  it.each([
    // A page's name that was rebound to this Mac, and names that look like ours.
    ...['evil.example', 'evil.example:11434', 'localhost.evil.example', 'evil-localhost', 'xlocalhost', 'ollama.com'],
    ...[
      '127.0.0.1.evil.example',
      '127.0.0.1.nip.io',
      'localhost.',
      'studio.',
      'x.local.',
      'local',
      'internal',
      'x.locals',
    ],
    ...['studio.evil.example', 'extra.example', 'mystudio', 'localhost:1:2', 'localhost[', '[localhost'],
    // Addresses of others, and numbers that some programs take for addresses.
    ...['8.8.8.8', '172.32.0.1', '169.254.169.254', '100.64.0.1', '203.0.113.8', '[2001:db8::8]:1', '[fe80::8]:1'],
    ...['127.1', '0', '2130706433', '0x7f.1', '127.0.0.01', '[127.0.0.1', '[::1', '[::1]', '::1:11434:x', '[::1]x:1'],
    // Go's parser accepts a zone; no address that we listen on has one.
    ...['[::1%25lo0]:1', '[fe80::7%en0]:1'],
  ])('may not be %j', (host) => expect(rule.kindOf(host)).toBe('foreign'));

  it.each([
    'a@localhost',
    'localhost evil.example',
    'localhost/x',
    'localhost#x',
    'l\u00f6calhost',
    'a"b',
    'a\\b',
    'a?b',
    '\t',
  ])('is malformed as %j', (host) => expect(rule.kindOf(host)).toBe('malformed'));
});

describe('the Origin header', () => {
  const own = 'localhost:11434';

  it.each([
    ...['http://localhost', 'https://localhost', 'http://localhost:3000', 'https://127.0.0.1:8443', 'http://0.0.0.0:1'],
    ...['http://127.0.0.1', 'app://bundle', 'app://', 'file://', 'file:///x', 'tauri://localhost', 'vscode-file://x'],
    ...['vscode-webview://abc'],
  ])('may be %j', (origin) => expect(createOllamaOriginRule([]).kindOf(origin, own)).toBe('allowed'));

  it.each([
    ...['null', 'http://evil.example', 'http://localhost.evil.example', 'http://localhosts', 'http://[::1]:3000', '*'],
    ...['HTTP://LOCALHOST', 'http://Localhost:1', 'http://127.0.0.2', 'http://192.168.7.7', 'chrome-extension://abc'],
    ...['myapp://x', 'App://x', 'http://localhost.', ' http://localhost', 'ws://localhost'],
    // Two headers, joined by Node.
    ...['http://localhost:3000, http://evil.example', 'app://a, app://b'],
  ])('may not be %j', (origin) => expect(createOllamaOriginRule([]).kindOf(origin, own)).toBe('foreign'));

  it.each([
    [undefined, own],
    ['', own],
    ['http://studio.local:11434', 'studio.local:11434'],
    ['https://192.168.7.7', '192.168.7.7'],
  ])('is none of another site: %j at %s', (origin, host) => {
    expect(createOllamaOriginRule([]).kindOf(origin, host)).toBe('none');
  });

  it.each([
    [['https://chat.example'], 'https://chat.example', 'allowed'],
    [['https://Chat.Example '], 'https://chat.example', 'allowed'],
    [['https://chat.example'], 'https://CHAT.example', 'foreign'],
    [['https://chat.example'], 'https://chat.example:444', 'foreign'],
    [['https://chat.example'], 'https://chat.example.evil', 'foreign'],
    [['https://*.example'], 'https://a.b.example', 'allowed'],
    [['https://*.example'], 'https://example', 'foreign'],
    [['https://*.Example'], 'https://a.example', 'foreign'],
    [['*.example'], 'http://a.example', 'allowed'],
    [['chrome-extension://*'], 'chrome-extension://abc', 'allowed'],
    [['myapp://*'], 'myapp://x', 'allowed'],
    [['https://*.a.example:*'], 'https://x.a.example:1', 'foreign'],
    [['*'], 'https://any.example', 'allowed'],
    [['*'], 'null', 'allowed'],
    [['https://a.example', '*'], 'https://b.example', 'allowed'],
  ])('with OLLAMA_ORIGINS %j: %s is %s', (origins, origin, kind) => {
    expect(createOllamaOriginRule(origins).kindOf(origin, own)).toBe(kind);
  });
});

describe('access without a key', () => {
  const head = (rest: Partial<LoopbackHead>): LoopbackHead => ({
    method: 'GET',
    hosts: ['localhost:11434'],
    origin: undefined,
    ...rest,
  });
  const page = 'http://localhost:3000';
  const named = { 'access-control-allow-origin': page };

  it.each<[string, Partial<LoopbackHead>, readonly string[], object]>([
    ['a program', {}, [], { kind: 'allowed', cors: {}, passOrigin: false }],
    ['HTTP/1.0 without a Host', { hosts: [] }, [], { kind: 'allowed' }],
    ['two Hosts', { hosts: ['localhost', 'localhost'] }, [], { kind: 'rejected', reason: 'malformedHost', cors: {} }],
    ['a rebound name', { hosts: ['evil.example'] }, [], { kind: 'rejected', reason: 'host', cors: {} }],
    [
      'a rebound name of its own origin',
      { hosts: ['evil.example'], origin: 'http://evil.example' },
      [],
      { kind: 'rejected', reason: 'host', cors: {} },
    ],
    ['a page', { origin: page }, [], { kind: 'allowed', cors: { ...named, vary: 'Origin' }, passOrigin: true }],
    ['a page with *', { origin: page }, ['*'], { kind: 'allowed', cors: { 'access-control-allow-origin': '*' } }],
    ['our own page', { origin: 'http://localhost:11434' }, [], { kind: 'allowed', cors: {}, passOrigin: false }],
    ['a foreign page', { origin: 'https://evil.example' }, [], { kind: 'rejected', reason: 'origin', cors: {} }],
    [
      'a page at a rebound name',
      { origin: page, hosts: ['evil.example'] },
      [],
      { kind: 'rejected', reason: 'host', cors: { ...named, vary: 'Origin' } },
    ],
    [
      'a preflight',
      { method: 'OPTIONS', origin: page },
      [],
      { kind: 'noContent', cors: expect.objectContaining(named) },
    ],
    ['a foreign preflight', { method: 'OPTIONS', origin: 'null' }, [], { kind: 'rejected', reason: 'origin' }],
    ['OPTIONS at a name', { method: 'OPTIONS' }, [], { kind: 'noContent', cors: {} }],
    ['OPTIONS at an address', { method: 'OPTIONS', hosts: ['127.0.0.1'] }, [], { kind: 'allowed' }],
  ])('of %s', (_name, given, origins, expected) => {
    expect(loopbackAccess(head(given), rules(origins))).toMatchObject(expected);
  });
});
