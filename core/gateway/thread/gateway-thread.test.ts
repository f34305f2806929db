import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import { openServerFixture, type ServerFixture } from '../testing/server-fixture.ts';
import type { GatewayThreadOptions } from './gateway-thread.ts';
import { CHAT, KEY, openThreadFixture, withKey } from './testing/thread-fixture.ts';
import { failWorker } from './testing/worker-failures-fixture.ts';

describe('the gateway in a thread of its own', () => {
  let server: ServerFixture;

  beforeEach(async () => {
    server = await openServerFixture();
  });
  afterEach(async () => {
    await server.close();
  });
  const open = (options: Partial<GatewayThreadOptions> = {}) => {
    const fixture = openThreadFixture(server.endpoint(), options);
    onTestFinished(() => fixture.thread.close());
    return fixture;
  };
  /** The server doesn't respond to a chat until the function that this gives is called. */
  const holdChats = (): (() => void) => {
    const held: (() => void)[] = [];
    server.respond((received, response) => {
      if (received.method === 'POST') held.push(() => void response.end('{"done":true}'));
      else response.end('{}');
    });
    return () => {
      for (const respond of held) respond();
    };
  };

  it('forwards requests, and tells of them, of keys that were used, and of work in progress', async () => {
    const { activity, used, thread, open: listen } = open();
    const release = holdChats();
    const { url } = await listen(true);
    expect(await thread.activeWork()).toEqual({ requests: 0, responses: 0, keyedResponses: 0 });
    const response = fetch(`${url}/api/chat`, withKey(CHAT));
    await eventually(() => expect(activity.entries()).toMatchObject([{ outcome: 'running' }]));
    expect(await thread.activeWork()).toEqual({ requests: 1, responses: 1, keyedResponses: 1 });
    await delay(20);
    release();
    expect((await response).status).toBe(200);
    await eventually(() => expect(activity.entries()).toMatchObject([{ outcome: 'done', status: 200 }]));
    const [entry] = activity.entries();
    expect(entry?.durationMs).toBeGreaterThan(10);
    expect(entry?.key).toEqual({ id: 'k', name: 'Laptop' });
    expect(used).toEqual(['k']);
    expect(await thread.activeWork()).toEqual({ requests: 0, responses: 0, keyedResponses: 0 });
  });

  it('has a key revoked, and its requests canceled, when the revocation is confirmed', async () => {
    const { thread, open: listen } = open();
    holdChats();
    const { url } = await listen(true);
    const canceled = expect(fetch(`${url}/api/chat`, withKey(CHAT))).rejects.toThrow();
    await eventually(async () => expect((await thread.activeWork()).keyedResponses).toBe(1));
    await thread.update({ keys: [] });
    await canceled;
    await eventually(async () => expect(await thread.activeWork()).toMatchObject({ keyedResponses: 0 }));
    expect((await fetch(`${url}/api/tags`, withKey())).status).toBe(401);
    await thread.update({ keys: [{ ...KEY, expiresAt: 1 }] });
    expect((await fetch(`${url}/api/tags`, withKey())).status).toBe(401);
    await thread.update({ keys: [KEY] });
    expect((await fetch(`${url}/api/tags`, withKey())).status).toBe(200);
  });

  it('asks the main thread for metrics and for the models, which are new when that is answered', async () => {
    const readings: string[] = [];
    const { thread, open: listen } = open({
      async readModels() {
        readings.push('read');
        const installed = [{ name: 'stub:latest', digest: 'd', remoteHost: 'https://ollama.com:443' }];
        void thread.update({ models: { installed, asOf: Number(process.hrtime.bigint()) / 1e6 } });
      },
    });
    const { url } = await listen(true);
    expect(await (await fetch(`${url}/metrics`, withKey())).text()).toMatch(/^metrics (true|false)\n$/);
    const stub = { ...CHAT, body: '{"model":"stub","messages":[]}' };
    expect((await fetch(`${url}/api/chat`, withKey(stub))).status).toBe(403);
    expect(readings).toEqual(['read']);
  });

  it('says what keeps it from listening, and closes a listener', async () => {
    const { thread, open: listen } = open();
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await expect(thread.listen({ address: '127.0.0.1', port, keyed: true })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    const { url, close } = await listen(true);
    await close();
    await expect(fetch(url)).rejects.toThrow();
  });

  it.each([
    ['exits', 'exit', /exited with code 3/],
    ['throws', 'throw', /thrown for a test/],
    ['outgrows its memory', 'outgrow', /memory/],
  ] as const)('is replaced when it %s', async (_what, failure, cause) => {
    const heap = { maxOldGenerationSizeMb: 64 };
    const { activity, logged, thread, open: listen } = open({ heap });
    holdChats();
    const { url } = await listen(true);
    const listening = await listen(false);
    const cut = expect(fetch(`${url}/api/chat`, withKey(CHAT))).rejects.toThrow();
    await eventually(() => expect(activity.activeResponses()).toBe(1));
    failWorker(failure);
    await cut;
    const confirmed = thread.update({ waitMs: 1 });
    await eventually(async () => expect((await fetch(`${url}/api/tags`, withKey())).status).toBe(200));
    await confirmed;
    expect((await fetch(`${listening.url}/api/tags`)).status).toBe(200);
    expect(activity.activeResponses()).toBe(0);
    expect(activity.entries().find(({ path }) => path === '/api/chat')).toMatchObject({ outcome: 'failed' });
    expect(logged.join('\n')).toMatch(cause);
    await listening.close();
    await expect(fetch(listening.url)).rejects.toThrow();
  });

  it('is replaced when it hangs, while nobody waits for it', async () => {
    const heartbeat = { checkMs: 50, silentMs: 1_000, startMs: 20_000 };
    const { logged, thread, open: listen } = open({ heartbeat });
    const { url } = await listen(true);
    failWorker('hang');
    const isHung = () => Promise.race([thread.activeWork().then(() => false), delay(100, true)]);
    await eventually(async () => expect(await isHung()).toBe(true));
    const confirmed = thread.update({ keys: [] });
    // The main thread goes on, also where it asks the hung one.
    const asked = thread.activeWork();
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
    }, 10);
    await Promise.all([confirmed, asked]);
    clearInterval(turning);
    expect(turns).toBeGreaterThan(10);
    await eventually(async () => expect((await fetch(`${url}/api/tags`, withKey())).status).toBe(401));
    expect(logged.join('\n')).toMatch(/No heartbeat for 1 s/);
  });

  it('trusts no list of models, in its replacement either, about one that it was changing when it died', async () => {
    const { logged, open: listen } = open();
    holdChats();
    const { url } = await listen(true);
    const pull = { method: 'POST', body: '{"model":"llama3.2"}' };
    const cut = expect(fetch(`${url}/api/pull`, withKey(pull))).rejects.toThrow();
    await eventually(() =>
      expect(server.received.map((received) => received.url)).toContainEqual(expect.stringMatching(/pull/)),
    );
    failWorker('exit');
    await cut;
    await eventually(() => expect(logged).toHaveLength(1));
    const bodies: string[] = [];
    server.respond(async (received, response) => {
      bodies.push(await text(received));
      response.end('{}');
    });
    await eventually(async () => expect((await fetch(`${url}/api/chat`, withKey(CHAT))).status).toBe(200));
    expect(bodies.at(-1)).toContain('"llama3.2:latest:local"');
  });

  it('is started in ever longer intervals when it dies again and again', async () => {
    const { logged } = open({ file: new URL('./no-such-worker.ts', import.meta.url) });
    await eventually(() => expect(logged.some((line) => line.includes('in 250 ms'))).toBe(true));
    expect(logged).toHaveLength(3);
  });

  it('has a private socket for its owner alone, also where one was left, and after its death', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'corral-thread-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'gateway.sock');
    const left = createServer().listen(path);
    onTestFinished(() => void left.close());
    await once(left, 'listening');
    const { activity, thread } = open();
    const listener = await thread.listen({ path });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const get = async () => {
      const sent = request({ socketPath: path, path: '/api/tags' }).end();
      const [response] = await once(sent, 'response');
      return text(response);
    };
    expect(await get()).toBe('{}');
    await eventually(() => expect(activity.entries()).toMatchObject([{ client: 'Playground', outcome: 'done' }]));
    failWorker('exit');
    await eventually(async () => expect(await get()).toBe('{}'));
    await listener.whenOpen();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
