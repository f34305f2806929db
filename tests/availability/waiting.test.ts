import { describe, expect, onTestFinished, test } from 'vitest';
import type { Snapshot } from '../../contract/snapshot.ts';
import { setFake } from '../../core/server/testing/supervise-fake-fixture.ts';
import { hasPrivateAddress, openWithKey } from '../clients/keyed-host.ts';
import { corralFor } from '../e2e/corral-for.ts';
import { type Client, connectRpc, snapshotUntil } from '../e2e/rpc-client.ts';
import type { Corral } from '../e2e/start-corral.ts';
import { eventually } from '../eventually.ts';
import type { FakeSwitches } from '../fake-ollama/src/types.ts';
import { sendSignal } from '../faults/send-signal.ts';
import { readEvents } from '../ollama/fake-events.ts';

const FAKE: FakeSwitches = { installed: ['tinyllama'], loadDelayMs: 0, promptDelayMs: 0, recordRequests: true };
const MAX_WAITING = 256;

interface Host {
  readonly corral: Corral;
  readonly client: Client;
  /** Sets switches besides those of every test here. */
  set(switches: FakeSwitches): Promise<void>;
  post(path: string, body?: object, init?: RequestInit): Promise<Response>;
  /** Kills the server; resolves when the state is shown. */
  kill(state: Snapshot['server']['actual']['state']): Promise<void>;
  /** How many requests for the path the server has received. */
  received(path: string): number;
}

function isRunning({ server }: Snapshot): boolean {
  return server.actual.state === 'running';
}

/** A response that a test waits for later, after what may fail before. */
function send(url: string | URL, init: RequestInit): Promise<Response> {
  const sent = fetch(url, init);
  sent.catch(() => undefined);
  return sent;
}

async function openHost(): Promise<Host> {
  const corral = await corralFor({ fake: FAKE, env: { OLLAMA_NUM_PARALLEL: '8' } });
  const { client, close } = await connectRpc(corral.url);
  onTestFinished(close);
  await snapshotUntil(client, isRunning);
  return {
    corral,
    client,
    set: (switches) => setFake(corral.home, switches),
    post: (path, body = {}, init = {}) =>
      send(`${corral.ollamaUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'tinyllama',
          prompt: 'Hi',
          messages: [{ role: 'user', content: 'Hi' }],
          ...body,
        }),
        ...init,
      }),
    kill: async (state) => {
      const { server } = await snapshotUntil(client, isRunning);
      sendSignal(server.pid ?? 0, 'SIGKILL');
      await snapshotUntil(client, (next) => next.server.pid !== server.pid && next.server.actual.state === state);
    },
    received: (path) =>
      readEvents(corral.home).filter(
        (event) => event.event === 'request' && decodeURIComponent(`${event.path}`) === path,
      ).length,
  };
}

/** The statuses so far of requests that wait; those without one are still waiting. */
function statusesOf(requests: readonly Promise<Response>[]): number[] {
  const statuses: number[] = [];
  for (const request of requests) request.then(({ status }) => statuses.push(status)).catch(() => undefined);
  return statuses;
}

describe('a request to a server that starts', () => {
  test('waits for it and gets its response', async () => {
    const { set, kill, post } = await openHost();
    await set({ startDelayMs: 700 });
    await kill('starting');
    const response = await post('/v1/chat/completions');
    expect([response.status, await response.json()]).toMatchObject([200, { object: 'chat.completion' }]);
    expect((await post('/api/show')).status).toBe(200);
  });

  test('waits as long as the setting says, among 256 others at most, and no longer once the server is stopped', async () => {
    const { client, set, kill, post } = await openHost();
    await client.settings.update({ requestWaitSeconds: 1 });
    await set({ neverReady: true });
    await kill('starting');
    const startedAt = performance.now();
    const late = await post('/v1/chat/completions');
    expect(late.status).toBe(503);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeGreaterThan(900);

    await client.settings.update({ requestWaitSeconds: 60 });
    const requests = Array.from({ length: MAX_WAITING + 4 }, () => post('/api/generate'));
    const statuses = statusesOf(requests);
    await eventually(() => expect(statuses).toHaveLength(4));
    expect(new Set(statuses)).toEqual(new Set([503]));
    await client.server.stop({ when: 'now' });
    await eventually(() => expect(statuses).toHaveLength(MAX_WAITING + 4));
    expect(new Set(statuses)).toEqual(new Set([503]));
  });
});

describe('a request that the server has received when it is killed', () => {
  const inference = [
    '/v1/chat/completions',
    '/v1/completions',
    '/v1/responses',
    '/v1/messages',
    '/api/chat',
    '/api/generate',
  ] as const;

  test('is sent once more, and only once, if it is for inference', async () => {
    const { client, set, kill, post, received } = await openHost();
    const sendAll = () =>
      inference.map((path) => post(path, { max_tokens: 5, input: 'Hi', stream: path.endsWith('chat') }));
    const receivedAll = (times: number) =>
      eventually(() => expect(inference.map(received)).toEqual(inference.map(() => times)));
    const statuses = async (requests: readonly Promise<Response>[]) => {
      return new Set((await Promise.all(requests)).map(({ status }) => status));
    };
    await set({ promptDelayMs: 60_000 });
    const first = sendAll();
    await receivedAll(1);
    await set({});
    await kill('running');
    expect(await statuses(first)).toEqual(new Set([200]));
    await receivedAll(2);

    await set({ promptDelayMs: 60_000 });
    const second = sendAll();
    await receivedAll(3);
    await kill('running');
    await receivedAll(4);
    await set({});
    await kill('running');
    expect(await statuses(second)).toEqual(new Set([502]));
    await snapshotUntil(client, isRunning);
    expect(await statuses(sendAll())).toEqual(new Set([200]));
    await receivedAll(5);
  });

  const changes = [
    ['POST', '/api/pull'],
    ['POST', '/api/create'],
    ['POST', '/api/copy'],
    ['DELETE', '/api/delete'],
    ['POST', '/api/push'],
    ['POST', '/api/blobs/sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ] as const;

  test('is never sent again if it may have changed something', async () => {
    const { set, kill, post, received } = await openHost();
    await set({ hang: true });
    const body = { from: 'tinyllama', source: 'tinyllama', destination: 'copy' };
    const requests = changes.map(([method, path]) => post(path, body, { method }));
    await eventually(() => expect(changes.map(([, path]) => received(path))).toEqual(changes.map(() => 1)));
    await set({});
    await kill('running');
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual(changes.map(() => 502));
    expect((await post('/api/show')).status).toBe(200);
    expect(changes.map(([, path]) => received(path))).toEqual(changes.map(() => 1));
  });

  test.runIf(hasPrivateAddress)('is neither with a key', async () => {
    const { corral, set, kill, received } = await openHost();
    const { baseUrl, newKey } = await openWithKey(corral);
    const headers = { authorization: `Bearer ${await newKey('Full', { scope: 'full' })}` };
    const body = JSON.stringify({ model: 'tinyllama', source: 'tinyllama', destination: 'copy' });
    const ofKeys = changes.filter(([, path]) => path !== '/api/push');
    await set({ hang: true });
    const requests = ofKeys.map(([method, path]) => send(new URL(path, baseUrl), { method, headers, body }));
    await eventually(() => expect(ofKeys.map(([, path]) => received(path))).toEqual(ofKeys.map(() => 1)));
    await set({});
    await kill('running');
    expect((await Promise.all(requests)).map(({ status }) => status)).toEqual(ofKeys.map(() => 502));
    const inference = await fetch(new URL('/api/show', baseUrl), { method: 'POST', headers, body });
    expect(inference.status).toBe(200);
    expect(ofKeys.map(([, path]) => received(path))).toEqual(ofKeys.map(() => 1));
  });

  test('is cut off, and never sent again, once its response has begun', async () => {
    const { set, kill, post, received } = await openHost();
    await set({ tokensPerSecond: 5, response: 'one '.repeat(400) });
    const paths = ['/v1/chat/completions', '/api/generate'];
    const readers = await Promise.all(
      paths.map(async (path) => (await post(path, { stream: true })).body?.getReader() ?? null),
    );
    expect((await Promise.all(readers.map((reader) => reader?.read()))).map((part) => part?.done)).toEqual([
      false,
      false,
    ]);
    await set({});
    await kill('running');
    for (const reader of readers) {
      const rest = (async () => {
        while (!(await reader?.read())?.done);
      })();
      await expect(rest).rejects.toThrow();
    }
    for (const path of paths) expect((await post(path, { stream: false })).status).toBe(200);
    expect(paths.map(received)).toEqual([2, 2]);
  });
});
