import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import type { Attack, AttackContext } from './attack.ts';
import { type AttackTarget, openAttackTarget } from './attack-target.ts';
import { bodyAttacks } from './body-attacks.ts';
import { cloudAttacks } from './cloud-attacks.ts';
import { connectionAttacks, targetAttacks } from './connection-attacks.ts';
import { hostAttacks } from './host-attacks.ts';
import { keyAttacks } from './key-attacks.ts';
import { messageAttacks } from './message-attacks.ts';
import { pathAttacks } from './path-attacks.ts';
import { type RawResponse, sendRaw } from './raw-request.ts';
import { slowAttacks } from './slow-attacks.ts';

/** Connections at the same time. */
const CONCURRENCY = 40;
const QUIET_MS = 120;
const TIMEOUT_MS = 20_000;

/** null for an attack that was rejected, otherwise what happened instead. */
function failureOf({ name, rejections }: Attack, { statuses, closed }: RawResponse): string | null {
  const responses = statuses.length === 0 ? [closed ? 0 : -1] : statuses;
  return responses.every((status) => rejections.includes(status))
    ? null
    : `${name}: ${responses.join(', ')} instead of ${rejections.join(' or ')}`;
}

async function runAll(port: number, attacks: readonly Attack[], concurrency = CONCURRENCY): Promise<string[]> {
  const failures: string[] = [];
  const waiting = [...attacks];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { parts } = next;
      const failure = failureOf(next, await sendRaw(port, { parts, quietMs: QUIET_MS, timeoutMs: TIMEOUT_MS }));
      if (failure) failures.push(failure);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return failures;
}

interface AttackSuite {
  readonly what: string;
  readonly generate: (context: AttackContext) => Attack[];
  readonly concurrency?: number;
}

describe('attacks on the gateway', () => {
  let target: AttackTarget;
  let count = 0;
  beforeAll(async () => {
    target = await openAttackTarget();
  });
  afterAll(async () => {
    await target.close();
    console.log(`${count} attacks were rejected, with nothing let through`);
  });

  const suites: readonly AttackSuite[] = [
    { what: 'keys that are missing, wrong, misplaced, or of another scope', generate: keyAttacks },
    { what: 'paths, targets, and methods', generate: pathAttacks },
    { what: 'messages, hosts, and origins', generate: messageAttacks },
    { what: 'connections, hop-by-hop headers, and upgrades', generate: connectionAttacks },
    { what: 'bodies', generate: bodyAttacks },
    { what: 'models that run elsewhere', generate: cloudAttacks },
    // They wait for timeouts.
    { what: 'slow, half-open, and huge', generate: slowAttacks, concurrency: 100 },
  ];
  it.each(suites)('$what: all are rejected, and nothing reaches the server', async ({ generate, concurrency }) => {
    const { context, recorder, server, unexpected } = target;
    const attacks = generate(context);
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
    const [before, events] = [server.stdout(), server.events().length];
    recorder.clear();
    expect(await runAll(context.port, attacks, concurrency)).toEqual([]);
    expect(recorder.received()).toBe('');
    expect(server.stdout()).toBe(before);
    expect(server.events()).toHaveLength(events);
    expect(unexpected).toEqual([]);
    count += attacks.length;
  });

  it('on a loopback listener with foreign hosts or without a path are rejected, and nothing reaches the server', async () => {
    const { context, recorder, unexpected, keylessPort } = target;
    const here = { ...context, port: keylessPort };
    const attacks = [...hostAttacks(here), ...targetAttacks(here)];
    recorder.clear();
    expect(await runAll(keylessPort, attacks)).toEqual([]);
    expect(recorder.received()).toBe('');
    expect(unexpected).toEqual([]);
    count += attacks.length;
  });

  it('are at least 842', () => {
    expect(count).toBeGreaterThanOrEqual(842);
  });

  it('leave the gateway working, and the recorder records', async () => {
    const { context, recorder } = target;
    const client = new OpenAI({
      baseURL: `http://127.0.0.1:${context.port}/v1`,
      apiKey: context.keys.listed,
      maxRetries: 0,
    });
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const response = await client.chat.completions.create({ model: 'llama3.2', messages });
    expect(response.choices[0]?.message.content).toMatch(isReal ? /\w/ : /Hello/);
    expect(recorder.received()).toContain('POST /v1/chat/completions');
    expect(recorder.received()).not.toContain(context.keys.listed);
  });

  it('leave no key and nothing of a body in Activity', () => {
    const entries = target.activity.entries();
    const written = JSON.stringify(
      entries.map(({ method, path, model, client, key }) => [method, path, model, client, key]),
    );
    expect(entries.length).toBeGreaterThan(200);
    for (const secret of Object.values(target.context.keys)) expect(written).not.toContain(secret.slice(11));
    expect(written).not.toMatch(/role|content|prompt/);
  });
});
