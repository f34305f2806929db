import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { startOllama } from '../../tests/ollama/start-ollama.ts';
import { endpointOf } from '../gateway/policy/gateway-routes.ts';
import { openThreadFixture, withKey } from '../gateway/thread/testing/thread-fixture.ts';
import { isInternalRequest, tagInternalRequest } from '../http/internal-requests.ts';
import { createServerLog } from '../logs/server-log.ts';
import { ollamaClient } from '../ollama/ollama-client.ts';
import { probeVersion } from '../ollama/probe-version.ts';
import { createActivityLog } from './activity-log.ts';
import { directRequestIn, parseAccessLine, watchDirectRequests } from './direct-requests.ts';

const line = '[GIN] 2026/08/21 - 10:15:31 | 200 |      41.291µs |       127.0.0.1 | POST     "/v1/chat/completions"';

describe('the access log', () => {
  it.each([
    [line, { status: 200, durationMs: 0, client: '127.0.0.1', method: 'POST', target: '/v1/chat/completions' }],
    [line.replace('41.291µs', '1m2.5s'), { durationMs: 62_500 }],
    [line.replace('41.291µs', '2.341512ms'), { durationMs: 2.3 }],
    [line.replace('  127.0.0.1', 'fe80::1%en0'), { client: 'fe80::1%en0' }],
    [line.replace('200', '404').replace('POST    ', 'GET     '), { status: 404, method: 'GET' }],
    ['time=2026-08-21T10:15:31.000Z level=INFO source=x.go:1 msg="[GIN] 2026"', null],
    [`${line} and more`, null],
    ['[GIN-debug] GET / --> x', null],
  ])('%s', (text, expected) => {
    const parsed = parseAccessLine(text);
    if (expected === null) expect(parsed).toBeNull();
    else expect(parsed).toMatchObject(expected);
  });

  it('calls clients at any of this Mac’s addresses This Mac', () => {
    const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    for (const address of ['127.0.0.1', '127.0.0.2', '::1', ...own.map((each) => each.address)]) {
      const text = line.replace('127.0.0.1', address);
      expect(directRequestIn({ at: 5_000, text }, 5_000)).toMatchObject({ client: 'This Mac', at: 5_000 });
    }
    const lan = { at: 5_000, text: line.replace('127.0.0.1', '203.0.113.9') };
    expect(directRequestIn(lan, 5_000)).toMatchObject({ client: '203.0.113.9' });
  });

  it('omits earlier requests and Corral’s own', () => {
    expect(directRequestIn({ at: 3_999, text: line }, 5_000)).toBeNull();
    expect(directRequestIn({ at: 4_000, text: line }, 5_000)).not.toBeNull();
    const marked = tagInternalRequest('/v1/models?x=1');
    expect(marked).toMatch(/^\/v1\/models\?x=1&corral=[0-9a-f]{16}$/);
    expect(isInternalRequest({ method: 'GET', target: marked })).toBe(true);
    expect(tagInternalRequest('/api/ps?corral')).toBe('/api/ps?corral');
    expect(isInternalRequest({ method: 'GET', target: '/api/ps?corral' })).toBe(true);
    // What a client could write to hide.
    expect(isInternalRequest({ method: 'POST', target: '/api/chat?corral' })).toBe(false);
    expect(isInternalRequest({ method: 'GET', target: '/api/tags?corral=1' })).toBe(false);
  });
});

describe('requests that bypass Corral', () => {
  it('are read from the log of a real server, and requests through Corral are listed once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'corral-direct-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const server = await startOllama({ fake: { installed: ['tinyllama'] } });
    onTestFinished(() => server.stop());
    const serverLog = createServerLog(folder);
    const activity = createActivityLog({ endpointOf });
    onTestFinished(watchDirectRequests({ serverLog, activity }));
    const path = join(folder, 'server.log');
    await writeFile(path, '');
    await serverLog.followRun('run', path);
    onTestFinished(() => serverLog.closeRun('run'));

    // The readiness probes may be logged late.
    await fetch(`${server.baseUrl}/v1/begin`);
    await eventually(() => expect(server.stdout()).toMatch(/\/v1\/begin"\n/));
    const begun = server.stdout().length;
    const body = JSON.stringify({ model: 'tinyllama', messages: [{ role: 'user', content: 'hi' }] });
    const chat = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
    const { hostname, port } = new URL(server.baseUrl);
    const endpoint = { host: hostname, port: Number(port) };
    // Its requests have the same tag, though they are sent in another thread.
    const { thread, open } = openThreadFixture(endpoint, { activity });
    onTestFinished(thread.close);
    const { url } = await open(true);
    await (await fetch(`${url}/v1/chat/completions`, withKey(chat))).text();
    await eventually(() => expect(activity.activeRequests()).toBe(0));
    await ollamaClient(endpoint, new AbortController().signal).show({ model: 'tinyllama' });
    await probeVersion(endpoint, 5_000);
    await (await fetch(`${server.baseUrl}/v1/chat/completions`, chat)).text();
    await (await fetch(`${server.baseUrl}/v1/nothing?token=secret`)).text();

    await eventually(() => expect(server.stdout()).toContain('/v1/nothing'));
    await appendFile(path, server.stdout().slice(begun));
    await eventually(() => expect(activity.entries().at(-1)?.path).toBe('/v1/nothing'));
    expect(activity.entries()).toMatchObject([
      { client: 'This Mac', model: 'tinyllama:latest', direct: false, outcome: 'done' },
      { client: 'This Mac', model: null, direct: true, path: '/v1/chat/completions', status: 200, promptTokens: null },
      { client: 'This Mac', direct: true, path: '/v1/nothing', status: 404, outcome: 'failed' },
    ]);
  });
});
