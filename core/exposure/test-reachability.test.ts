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

/** Somebody who answers each request as told; gives the address and what was asked. */
async function somebody(statusFor: (request: IncomingMessage) => number | null) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.host}`);
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
  return { asked, host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/v1` };
}
function keyed(url: string): Address {
  return { kind: 'interface', label: 'Wi-Fi, IP', url, needsKey: true };
}

/** As the gateway judges. */
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
  const good = await somebody(gateway(() => good.host));
  const [result] = await run(keyed(good.url));
  expect(result).toMatchObject({ passed: true, advice: null });
  expect(result?.checks.map(({ check, outcome }) => [check, outcome])).toEqual([
    ['withoutKey', { status: 401 }],
    ['withKey', { status: 200 }],
    ['management', { status: 403 }],
    ['foreignHost', { status: 403 }],
  ]);
  expect(good.asked.at(-1)).toBe('GET /v1/models corral-test.invalid');
});

it.each<[string, (judge: (request: IncomingMessage) => number) => (request: IncomingMessage) => number, string]>([
  ['lets in who has no key', () => () => 200, 'withoutKey'],
  [
    'manages models for such a key',
    (judge) => (request) => (request.method === 'DELETE' ? 404 : judge(request)),
    'management',
  ],
  [
    'answers to any host',
    (judge) => (request) => (request.headers.host === 'corral-test.invalid' ? 200 : judge(request)),
    'foreignHost',
  ],
])('fails where somebody %s, and says so', async (_what, change, check) => {
  const bad = await somebody((request) => change(gateway(() => bad.host))(request));
  const [result] = await run(keyed(bad.url));
  expect(result?.passed).toBe(false);
  expect(result?.checks.find((check) => !check.passed)?.check).toBe(check);
  expect(result?.advice).toMatch(/Somebody got in/);
});

it('points at the server where a key gets no list', async () => {
  const ill = await somebody((request) => (request.headers.authorization ? 503 : 401));
  const [result] = await run(keyed(ill.url));
  expect(result?.advice).toMatch(/answered 503/);
});

it('says what silence means, and asks no more after it', async () => {
  const nobody = await freePort();
  const cut = await somebody(() => null);
  const [refused, dropped, unknown] = await run(
    keyed(`http://127.0.0.1:${nobody}/v1`),
    keyed(cut.url),
    keyed('http://corral-test.invalid:1/v1'),
  );
  expect(refused).toMatchObject({ passed: false, checks: [{ outcome: { errorCode: 'ECONNREFUSED' } }] });
  expect(dropped?.advice).toContain('a VPN');
  expect(cut.asked).toHaveLength(1);
  expect(unknown?.checks).toEqual([
    { check: 'withoutKey', passed: false, outcome: { errorCode: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) } },
  ]);
  expect(unknown?.advice).toContain('its own name');
});

it('blames the server and no firewall where the way is known to be open', async () => {
  const ill = await somebody((request) => (request.headers.authorization ? null : 401));
  const cut = await somebody(() => null);
  const nobody = await freePort();
  const own: Address = { kind: 'loopback', label: 'This Mac', url: cut.url, needsKey: false };
  const [later, loopback, gone] = await run(keyed(ill.url), own, { ...own, url: `http://127.0.0.1:${nobody}/v1` });
  expect(later?.checks.map(({ passed }) => passed)).toEqual([true, false]);
  for (const result of [later, loopback]) expect(result?.advice).toContain('the server doesn’t answer');
  expect(gone?.advice).toContain('Nobody answers there now');
});

it('says plainly that anybody gets in where no key is asked for', async () => {
  const open = await somebody(() => 200);
  const address: Address = { kind: 'interface', label: 'Wi-Fi, IP', url: open.url, needsKey: false };
  const own = await somebody(({ headers }) => (headers.host === own.host ? 200 : 403));
  const [wide, loopback] = await run(address, { ...address, kind: 'loopback', url: own.url });
  expect(wide).toMatchObject({ passed: true, advice: expect.stringContaining('Anybody') });
  expect(loopback).toMatchObject({ passed: true, advice: null });
});

it('expects this Mac’s own address to refuse a foreign host, but where everybody gets in anyway', async () => {
  const old = await somebody(() => 200);
  const addresses: Address[] = [{ kind: 'loopback', label: 'This Mac', url: old.url, needsKey: false }];
  const [guarded] = await run(...addresses);
  expect(guarded?.checks.map(({ check, passed }) => [check, passed])).toEqual([
    ['responds', true],
    ['foreignHost', false],
  ]);
  expect(guarded?.advice).toContain('web page');
  const temporaryKey = () => ({ secret: 'secret', end: () => undefined });
  const open = await testReachability({ addresses, temporaryKey, checksLocalhostHost: false });
  expect(open.addresses).toMatchObject([{ passed: true, checks: [{ check: 'responds' }] }]);
});
