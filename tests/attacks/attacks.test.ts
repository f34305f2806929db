import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import { type Attack, type AttackContext, requestBytes } from './attack.ts';
import { type AttackTarget, openAttackTarget } from './attack-target.ts';
import { bodyAttacks } from './body-attacks.ts';
import { cloudAttacks } from './cloud-attacks.ts';
import { connectionAttacks, targetAttacks } from './connection-attacks.ts';
import { bombAttacks, encodingAttacks, keylessBombAttacks } from './encoding-attacks.ts';
import { healthAttacks } from './health-attacks.ts';
import { foreignHostAttacks, foreignOriginAttacks } from './host-attacks.ts';
import { keyAttacks } from './key-attacks.ts';
import { malformedAttacks, messageAttacks, smuggledAttacks } from './message-attacks.ts';
import { pathAttacks } from './path-attacks.ts';
import { type RawResponse, sendRaw } from './raw-request.ts';
import { slowAttacks } from './slow-attacks.ts';

/** Connections at the same time. */
const CONCURRENCY = 100;
const QUIET_MS = 120;
const TIMEOUT_MS = 20_000;

interface AttackSuite {
  readonly what: string;
  readonly generate: (context: AttackContext) => Attack[];
  readonly concurrency?: number;
}

/** null for an attack that was rejected, otherwise what happened instead. */
function failureOf({ name, rejections }: Attack, { statuses, closed }: RawResponse): string | null {
  const responses = statuses.length === 0 ? [closed ? 0 : -1] : statuses;
  return responses.every((status) => rejections.includes(status))
    ? null
    : `${name}: ${responses.join(', ')} instead of ${rejections.join(' or ')}`;
}

/** Attacks each listener in its turn with what `generate` makes for it; gives what wasn't rejected. */
async function runAll(
  listeners: readonly AttackContext[],
  generate: AttackSuite['generate'],
  concurrency: number,
): Promise<{ readonly count: number; readonly failures: readonly string[] }> {
  const failures: string[] = [];
  const attacks = listeners.flatMap((listener) => generate(listener).map((each) => ({ listener, each })));
  expect(new Set(attacks.map(({ listener, each }) => `${listener.name}, ${each.name}`)).size).toBe(attacks.length);
  const count = attacks.length;
  const work = async () => {
    for (let next = attacks.shift(); next; next = attacks.shift()) {
      const { name, address, port } = next.listener;
      const { parts } = next.each;
      const sent = { address, parts, quietMs: QUIET_MS, timeoutMs: TIMEOUT_MS };
      const failure = failureOf(next.each, await sendRaw(port, sent));
      if (failure) failures.push(`${name}: ${failure}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { count, failures };
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
    { what: 'health checks, which need no key', generate: healthAttacks },
    { what: 'bodies', generate: bodyAttacks },
    { what: 'bodies that are compressed', generate: encodingAttacks },
    // So few at once that none of them finds the budget of bodies spent.
    { what: 'bodies that are small until they are decoded', generate: bombAttacks, concurrency: 3 },
    { what: 'models that run elsewhere', generate: cloudAttacks },
    // They wait for timeouts.
    { what: 'slow, half-open, and huge', generate: slowAttacks, concurrency: 400 },
  ];
  const keylessSuites: readonly AttackSuite[] = [
    {
      what: 'foreign hosts, and targets that are no path',
      generate: (here) => [...foreignHostAttacks(here), ...targetAttacks(here)],
    },
    { what: 'web pages of foreign origins', generate: foreignOriginAttacks },
    { what: 'bodies that are small until they are decoded', generate: keylessBombAttacks, concurrency: 3 },
    {
      what: 'messages',
      generate: () => [...smuggledAttacks({ inference: null, full: null }), ...malformedAttacks(null)],
    },
  ];
  /** Attacks each of those listeners, and expects that all is rejected and nothing reaches the server. */
  const rejectAll = async (
    listeners: readonly AttackContext[],
    { generate, concurrency = CONCURRENCY }: Pick<AttackSuite, 'generate' | 'concurrency'>,
  ) => {
    const { recorder, server, unexpected } = target;
    const [before, events] = [server.stdout(), server.events().length];
    recorder.clear();
    const { count: sent, failures } = await runAll(listeners, generate, concurrency);
    expect(failures).toEqual([]);
    expect(recorder.received()).toBe('');
    expect(server.stdout()).toBe(before);
    expect(server.events()).toHaveLength(events);
    expect(unexpected).toEqual([]);
    count += sent;
  };

  it.each(suites)('$what: all are rejected, and nothing reaches the server', async (suite) => {
    await rejectAll(target.keyed, suite);
  });

  it.each(keylessSuites)('without a key, $what: all are rejected, and nothing reaches the server', async (suite) => {
    await rejectAll(target.keyless, suite);
  });

  it('are at least 4,000', () => {
    expect(count).toBeGreaterThanOrEqual(4000);
  });

  it.each(['live', 'ready'])('learn nothing from /v1/health/%s but a status', async (check) => {
    for (const { name, address, port } of target.keyed) {
      const ask = async (method: string) => {
        const bytes = requestBytes({ method, target: `/v1/health/${check}?a=b`, headers: ['Connection: close'] });
        return sendRaw(port, { address, parts: [{ bytes }], quietMs: QUIET_MS, timeoutMs: TIMEOUT_MS });
      };
      const [got, head] = await Promise.all([ask('GET'), ask('HEAD')]);
      expect([name, got.statuses, head.statuses]).toEqual([name, [200], [200]]);
      expect(got.text).toMatch(/\r\n\r\n\{"object":"health\.response","message":"Service is \w+\.","status":"\w+"\}$/);
      expect(head.text).toMatch(/\r\n\r\n$/);
      expect(got.text + head.text).not.toMatch(/llama|ollama|corral|key|server:/i);
    }
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
