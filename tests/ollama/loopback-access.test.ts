import { connect } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackAccess } from '../../core/gateway/loopback/loopback-access.ts';
import { createOllamaHostRule } from '../../core/gateway/loopback/ollama-host-rule.ts';
import { createOllamaOriginRule } from '../../core/gateway/loopback/ollama-origin-rule.ts';
import { isReal } from './ollama-under-test.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';

interface Sent {
  readonly method: string;
  readonly version: string;
  readonly hosts: readonly string[];
  readonly origin: string | undefined;
}

interface Outcome {
  readonly status: number;
  readonly cors: Readonly<Record<string, string>>;
}

const CORS_HEADER = /^(access-control-[a-z-]+|vary): (.*)$/i;

/** The status and the CORS headers, a repeated header joined. */
function outcomeIn(head: string): Outcome {
  const cors: Record<string, string> = {};
  for (const line of head.split('\r\n')) {
    const [, name = '', value = ''] = CORS_HEADER.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key !== '') cors[key] = key in cors ? `${cors[key]}, ${value}` : value;
  }
  return { status: Number(head.slice(9, 12)), cors };
}

/** Sends exactly these bytes; clients send no such Host headers. */
function send(port: number, { method, version, hosts, origin }: Sent): Promise<Outcome> {
  const lines = [
    `${method} /api/version HTTP/${version}`,
    ...hosts.map((host) => `Host: ${host}`),
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
    'Connection: close',
  ];
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(outcomeIn(text.split('\r\n\r\n', 1)[0] ?? '')));
  });
}

const STATUS = { host: 403, origin: 403, malformedHost: 400 };

/** What our rule has the server respond to `/api/version`. */
function decide({ method, hosts, origin }: Sent, origins: readonly string[]): Outcome {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  const access = loopbackAccess(
    { method, hosts, origin },
    {
      host: createOllamaHostRule({ hosts: addresses.map(({ address }) => address), hostname: hostname() }),
      origin: createOllamaOriginRule(origins),
    },
  );
  const { kind, cors } = access;
  if (kind === 'rejected') return { status: STATUS[access.reason], cors };
  if (kind === 'noContent') return { status: 204, cors };
  return { status: method === 'OPTIONS' ? 405 : 200, cors };
}

const PAGE = 'http://localhost:3000';
const OWN = Object.values(networkInterfaces()).flatMap((found) => found ?? []);

const HOSTS = [
  ...['localhost', 'LOCALHOST:11434', 'localhost:', 'localhost:any', ':11434', '', 'local', 'internal', '.local'],
  ...['mac.local', 'MAC.Local:80', 'x.localhost:1', 'host.docker.internal', hostname(), `${hostname()}:11434`],
  ...['127.0.0.1', '127.0.0.1:11434', '127.9.9.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.32.0.1', '192.168.1.5:1'],
  ...['8.8.8.8', '169.254.1.1', '100.64.0.1', '127.1', '2130706433', '0x7f.1', '127.0.0.01'],
  ...['::1', '[::1]', '[::1]:11434', '[::]:1', '[fd00::1]:1', '[fe80::1]:1', '[2001:db8::1]:1', '[::1]x:1', '[::1'],
  ...['[::ffff:127.0.0.1]:1', '[::ffff:8.8.8.8]:1'],
  ...['example.com', 'localhost.example.com', '127.0.0.1.nip.io', 'localhost.', 'mac.local.', 'xlocalhost'],
  ...['localhost:1:2', '[localhost]:1', 'a@localhost', 'localhost/x', 'localhost evil.example', 'l\u00f6calhost'],
  ...OWN.map(({ address, family }) => (family === 'IPv6' ? `[${address}]:11434` : address)),
];

const ORIGINS = [
  ...['http://localhost', 'https://localhost', PAGE, 'http://127.0.0.1:1', 'https://0.0.0.0', 'http://localhost:'],
  ...['app://x', 'app://', 'file://', 'file:///x', 'tauri://localhost', 'vscode-webview://a', 'vscode-file://a'],
  ...['null', '', 'http://[::1]:3000', 'http://192.168.1.5', 'http://example.com', 'HTTP://LOCALHOST', 'App://x'],
  ...['http://localhost.example.com', 'chrome-extension://abc', 'myapp://x', 'http://localhost:11434'],
  ...['http://example.org:11434', 'https://chat.example', 'https://CHAT.example', 'https://a.wild.example', '*'],
];

const requests: readonly Sent[] = [
  ...HOSTS.flatMap((host) => ['GET', 'OPTIONS'].map((method) => ({ method, hosts: [host], origin: undefined }))),
  ...ORIGINS.flatMap((origin) => ['GET', 'OPTIONS'].map((method) => ({ method, hosts: ['localhost:11434'], origin }))),
  // Both at once, and pages of the server's own origin.
  ...[PAGE, 'https://evil.example', 'http://example.com', 'https://192.168.1.5:1', 'http://mac.local'].flatMap(
    (origin) =>
      ['example.com', '192.168.1.5:1', 'mac.local'].flatMap((host) =>
        ['GET', 'OPTIONS', 'HEAD'].map((method) => ({ method, hosts: [host], origin })),
      ),
  ),
  { method: 'GET', hosts: [], origin: undefined },
  { method: 'GET', hosts: ['localhost', 'localhost'], origin: undefined },
  { method: 'GET', hosts: ['localhost', 'evil.example'], origin: PAGE },
].map((sent) => ({ ...sent, version: sent.hosts.length === 0 ? '1.0' : '1.1' }));

/** What the fake, which is a Node server, doesn't imitate: Go's treatment of malformed and repeated Host headers. */
function isImitated({ hosts }: Sent): boolean {
  return isReal || (hosts.length === 1 && /^[\w.:[\]-]+$/.test(hosts[0] ?? ''));
}

describe.each([
  ['its own origins', ''],
  ['more origins', 'https://Chat.example,https://*.wild.example,myapp://*,chrome-extension://abc'],
  ['any origin', 'https://chat.example,*'],
])('access to a server with %s', (_name, value) => {
  const origins = value === '' ? [] : value.split(',');
  let server: RunningOllama;
  beforeAll(async () => {
    server = await startOllama({ env: value === '' ? {} : { OLLAMA_ORIGINS: value } });
  });
  afterAll(() => server.stop());

  it('without a key is what the server itself allows', async () => {
    const compared = requests.filter(isImitated);
    const actual = await Promise.all(compared.map(async (sent) => ({ sent, ...(await send(server.port, sent)) })));
    expect(actual).toEqual(compared.map((sent) => ({ sent, ...decide(sent, origins) })));
  });
});
