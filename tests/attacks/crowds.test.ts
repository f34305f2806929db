import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { GatewayLimits } from '../../core/gateway/policy/gateway-limits.ts';
import { DEFAULT_LIMITS } from '../../core/gateway/policy/gateway-limits.ts';
import { type AttackContext, type RequestParts, requestBytes } from './attack.ts';
import { type AttackTarget, openAttackTarget } from './attack-target.ts';
import { BOMBS } from './bombs.ts';
import { requestTogether } from './connection-pool.ts';

const MIB = 1024 * 1024;
const CROWD = 1000;
/** Less than the bodies of a crowd would take, and more than its connections do, whose both ends are in this process. */
const MEMORY_MIB = 500;
/** More than any answer takes on a busy machine, and far less than those who wait behind a crowd would notice. */
const PATIENCE_MS = 15_000;
const CHAT = {
  method: 'POST',
  target: '/api/chat',
  body: '{"model":"llama3.2","messages":[],"stream":false}',
} as const;

/** The most memory that this process, the gateway's thread with it, has had since. */
function watchMemory() {
  const before = process.memoryUsage().rss;
  let most = before;
  const look = () => {
    most = Math.max(most, process.memoryUsage().rss);
  };
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    look();
    return (most - before) / MIB;
  };
}

/** Opens connections that each send some bytes and read nothing. */
async function openCrowd(port: number, size: number, bytesOf: (index: number) => string | Buffer): Promise<Socket[]> {
  const open: Socket[] = [];
  // A hundred at a time: the system's queue of connections to accept drops them when there are too many.
  for (let from = 0; from < size; from += 100) {
    const next = Array.from({ length: Math.min(100, size - from) }, (_, i) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined).pause();
      socket.write(bytesOf(from + i));
      return socket;
    });
    await Promise.all(next.map((socket) => once(socket, 'connect')));
    open.push(...next);
  }
  return open;
}

/** Status of a client that behaves, and how long it waited for it, in milliseconds. */
async function ask({ port }: AttackContext, key: string, { method, target, body }: RequestParts) {
  const from = performance.now();
  const headers = { authorization: `Bearer ${key}` };
  const init = { method: method ?? 'GET', headers, ...(typeof body === 'string' ? { body } : {}) };
  const response = await fetch(`http://127.0.0.1:${port}${target}`, init);
  await response.text();
  return { status: response.status, ms: performance.now() - from };
}

describe('a crowd of clients', () => {
  let target: AttackTarget;
  const crowd: Socket[] = [];
  afterEach(async () => {
    for (const socket of crowd.splice(0)) socket.destroy();
    await target.close();
    expect(target.unexpected).toEqual([]);
  });
  const open = async (limits: Partial<GatewayLimits> = {}, waitMs = 0) => {
    target = await openAttackTarget(limits, waitMs);
    return target.context;
  };
  /** Has a client that behaves ask for chats one after another until `ended`; the slowest answer in milliseconds. */
  const askUntil = async (context: AttackContext, ended: Promise<unknown>): Promise<number> => {
    let isOver = false;
    let slowest = 0;
    void ended.then(() => {
      isOver = true;
    });
    do {
      const { status, ms } = await ask(context, context.keys.listed, CHAT);
      expect(status).toBe(200);
      slowest = Math.max(slowest, ms);
      await delay(20);
    } while (!isOver);
    return slowest;
  };

  it('with bombs costs no more memory than bodies may, and others are answered', async () => {
    // Small, so that a thousand are decoded in seconds.
    const context = await open({ bodyBytes: 2 * MIB });
    const requests = BOMBS.map(([coding, body]) => {
      const headers = [`Content-Encoding: ${coding}`];
      return requestBytes({ ...CHAT, key: context.keys.inference, headers, body });
    });
    await Promise.all(requests.map((request) => requestTogether(context.port, 4, request)));
    const memory = watchMemory();
    const statuses = Promise.all(requests.map((request) => requestTogether(context.port, CROWD / 4, request)));
    expect(await askUntil(context, statuses)).toBeLessThan(PATIENCE_MS);
    expect(new Set((await statuses).flat())).toEqual(new Set(['HTTP/1.1 413 Payload Too Large']));
    // Both ends of a thousand connections, the compressed bodies, and two decoders.
    expect(memory()).toBeLessThan(MEMORY_MIB);
    expect(target.recorder.received()).not.toContain('encoding');
  });

  it('that sends headers and bodies slowly and reads nothing keeps nobody waiting', async () => {
    const context = await open();
    const { inference } = context.keys;
    const started = requestBytes({ ...CHAT, key: inference, length: 1000 });
    const encoded = requestBytes({
      ...CHAT,
      key: inference,
      headers: ['Content-Encoding: gzip'],
      length: 1000,
      body: '\x1f',
    });
    const unread = Buffer.concat(
      Array.from({ length: 50 }, () => requestBytes({ target: '/api/tags', key: inference })),
    );
    const kinds = [started.subarray(0, 40), started, encoded, unread];
    crowd.push(...(await openCrowd(context.port, CROWD, (index) => kinds[index % kinds.length] ?? '')));
    expect(await askUntil(context, delay(1000))).toBeLessThan(PATIENCE_MS);
    expect(crowd.every((socket) => !socket.destroyed)).toBe(true);
  });

  it('that waits for the server is limited, and its bodies stay unread', async () => {
    const context = await open({ connectionsPerAddress: 4000 }, 60_000);
    await target.update({ server: { state: 'coming' } });
    const { inference, full } = context.keys;
    const head = requestBytes({ ...CHAT, key: inference, body: '', length: 32 * MIB });
    const body = Buffer.alloc(2 * MIB, ' ');
    const memory = watchMemory();
    const { waiting } = DEFAULT_LIMITS;
    // Those who come first wait.
    crowd.push(...(await openCrowd(context.port, waiting, () => Buffer.concat([head, body]))));
    const rejected = await openCrowd(context.port, 1500, () =>
      requestBytes({ ...CHAT, key: full, length: 32 * MIB, body: ' ' }),
    );
    crowd.push(...rejected);
    const statuses = await Promise.all(
      rejected.map(async (socket) => String((await once(socket.resume(), 'data'))[0]).slice(9, 12)),
    );
    expect(new Set(statuses)).toEqual(new Set(['503']));
    expect(memory()).toBeLessThan(MEMORY_MIB);
    // Whoever can be answered without the server is.
    expect((await ask(context, context.keys.listed, { target: '/v1/health/live' })).status).toBe(200);
    const answers = crowd
      .slice(0, waiting)
      .map(async (socket) => String((await once(socket.resume(), 'data'))[0]).slice(9, 12));
    await target.update({ server: { state: 'down' } });
    expect(await Promise.all(answers)).toEqual(Array.from({ length: waiting }, () => '503'));
    expect(target.recorder.received()).toBe('');
  });
});
