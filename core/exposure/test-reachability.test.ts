import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import type { Address } from '../../contract/exposure.ts';
import { freePort } from '../../tests/ollama/free-port.ts';
import { testReachability } from './test-reachability.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that responds with the given statuses, or closes the connection for null. Gives its address and the requests. */
async function startServer(statusFor: (request: IncomingMessage) => number | null) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.host}`);
    request.resume();
    const status = statusFor(request);
    if (status === null) request.socket.destroy();
    else response.writeHead(status).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  return { requests, host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/v1` };
}
function keyed(url: string): Address {
  return { kind: 'interface', label: 'Wi-Fi, IP', url, needsKey: true };
}

/** The statuses of the gateway. */
function gateway(host: () => string) {
  return (request: IncomingMessage) => {
    if (request.headers.host !== host()) return 403;
    if (request.headers.authorization !== 'Bearer secret') return 401;
    return request.method === 'GET' ? 200 : 403;
  };
}

async function run(...addresses: Address[]) {
  const end = vi.fn();
  const temporaryKey = () => ({ secret: 'secret', end });
  const report = await testReachability({ addresses, temporaryKey, checksLocalhostHost: true });
  expect(end).toHaveBeenCalledOnce();
  return report.addresses;
}

it('expects 401 without a key, 200 with one, and refusals of management and of a foreign host', async () => {
  const good = await startServer(gateway(() => good.host));
  const [result] = await run(keyed(good.url));
  expect(result).toMatchObject({ passed: true, advice: null });
  expect(result?.checks.map(({ check, outcome }) => [check, outcome])).toEqual([
    ['withoutKey', { status: 401 }],
    ['withKey', { status: 200 }],
    ['management', { status: 403 }],
    ['foreignHost', { status: 403 }],
  ]);
  expect(good.requests.at(-1)).toBe('GET /v1/models corral-test.invalid');
});

it.each<[string, (expected: (request: IncomingMessage) => number) => (request: IncomingMessage) => number, string]>([
  ['accepts requests without a key', () => () => 200, 'withoutKey'],
  [
    'lets an inference key manage models',
    (expected) => (request) => (request.method === 'DELETE' ? 404 : expected(request)),
    'management',
  ],
  [
    'accepts any host name',
    (expected) => (request) => (request.headers.host === 'corral-test.invalid' ? 200 : expected(request)),
    'foreignHost',
  ],
])('fails when a server %s, with advice', async (_what, change, check) => {
  const bad = await startServer((request) => change(gateway(() => bad.host))(request));
  const [result] = await run(keyed(bad.url));
  expect(result?.passed).toBe(false);
  expect(result?.checks.find((check) => !check.passed)?.check).toBe(check);
  expect(result?.advice).toMatch(/should have been rejected was accepted/);
});

it('refers to the server when a key gets no model list', async () => {
  const broken = await startServer((request) => (request.headers.authorization ? 503 : 401));
  const [result] = await run(keyed(broken.url));
  expect(result?.advice).toMatch(/status 503/);
});

it('explains a missing response, and makes no more requests after it', async () => {
  const unusedPort = await freePort();
  const cut = await startServer(() => null);
  const [refused, dropped, unknown] = await run(
    keyed(`http://127.0.0.1:${unusedPort}/v1`),
    keyed(cut.url),
    keyed('http://corral-test.invalid:1/v1'),
  );
  expect(refused).toMatchObject({ passed: false, checks: [{ outcome: { errorCode: 'ECONNREFUSED' } }] });
  expect(dropped?.advice).toContain('A VPN');
  expect(cut.requests).toHaveLength(1);
  expect(unknown?.checks).toEqual([
    { check: 'withoutKey', passed: false, outcome: { errorCode: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) } },
  ]);
  expect(unknown?.advice).toContain('its own name');
});

it('refers to the server and not to a firewall when the address is known to be reachable', async () => {
  const broken = await startServer((request) => (request.headers.authorization ? null : 401));
  const cut = await startServer(() => null);
  const unusedPort = await freePort();
  const own: Address = { kind: 'loopback', label: 'This Mac', url: cut.url, needsKey: false };
  const [later, loopback, gone] = await run(keyed(broken.url), own, {
    ...own,
    url: `http://127.0.0.1:${unusedPort}/v1`,
  });
  expect(later?.checks.map(({ passed }) => passed)).toEqual([true, false]);
  for (const result of [later, loopback]) expect(result?.advice).toContain('the server isn’t responding');
  expect(gone?.advice).toContain('Nothing is listening');
});

it('warns about an address that requires no key', async () => {
  const open = await startServer(() => 200);
  const address: Address = { kind: 'interface', label: 'Wi-Fi, IP', url: open.url, needsKey: false };
  const own = await startServer(({ headers }) => (headers.host === own.host ? 200 : 403));
  const [wide, loopback] = await run(address, { ...address, kind: 'loopback', url: own.url });
  expect(wide).toMatchObject({ passed: true, advice: expect.stringContaining('Anyone who can reach') });
  expect(loopback).toMatchObject({ passed: true, advice: null });
});

it('expects loopback to reject unknown host names, unless the server is open anyway', async () => {
  const old = await startServer(() => 200);
  const addresses: Address[] = [{ kind: 'loopback', label: 'This Mac', url: old.url, needsKey: false }];
  const [closed] = await run(...addresses);
  expect(closed?.checks.map(({ check, passed }) => [check, passed])).toEqual([
    ['responds', true],
    ['foreignHost', false],
  ]);
  expect(closed?.advice).toContain('web page');
  const temporaryKey = () => ({ secret: 'secret', end: () => undefined });
  const open = await testReachability({ addresses, temporaryKey, checksLocalhostHost: false });
  expect(open.addresses).toMatchObject([{ passed: true, checks: [{ check: 'responds' }] }]);
});
