import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import type { Attack, AttackContext } from './attack.ts';
import { type Fortress, openAttackTarget } from './attack-target.ts';
import { bodyAttacks } from './body-attacks.ts';
import { cloudAttacks } from './cloud-attacks.ts';
import { connectionAttacks, targetAttacks } from './connection-attacks.ts';
import { keyAttacks } from './key-attacks.ts';
import { hostAttacks, messageAttacks } from './message-attacks.ts';
import { pathAttacks } from './path-attacks.ts';
import { type RawAnswer, sendRaw } from './raw-request.ts';
import { slowAttacks } from './slow-attacks.ts';

/** Connections open at the same time. */
const AT_ONCE = 40;
const QUIET_MS = 120;
const WITHIN_MS = 20_000;

/** null for an attack that was refused as it should be, otherwise what came of it. */
function complaint({ name, refusals }: Attack, { statuses, closed }: RawAnswer): string | null {
  const answers = statuses.length === 0 ? [closed ? 0 : -1] : statuses;
  return answers.every((status) => refusals.includes(status))
    ? null
    : `${name}: answered ${answers.join(', ')} instead of ${refusals.join(' or ')}`;
}

async function runAll(port: number, attacks: readonly Attack[], atOnce = AT_ONCE): Promise<string[]> {
  const complaints: string[] = [];
  const waiting = [...attacks];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { parts } = next;
      const said = complaint(next, await sendRaw(port, { parts, quietMs: QUIET_MS, timeoutMs: WITHIN_MS }));
      if (said) complaints.push(said);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return complaints;
}

interface Family {
  readonly what: string;
  readonly generate: (armoury: AttackContext) => Attack[];
  readonly atOnce?: number;
}

describe('attacks on the gateway', () => {
  let fortress: Fortress;
  let count = 0;
  beforeAll(async () => {
    fortress = await openAttackTarget();
  });
  afterAll(async () => {
    await fortress.close();
    console.log(`${count} attacks were refused, with nothing let through`);
  });

  const families: readonly Family[] = [
    { what: 'keys that are missing, wrong, misplaced or for something else', generate: keyAttacks },
    { what: 'paths, targets and methods', generate: pathAttacks },
    { what: 'messages, hosts and origins', generate: messageAttacks },
    { what: 'connections, hop-by-hop headers and upgrades', generate: connectionAttacks },
    { what: 'bodies', generate: bodyAttacks },
    { what: 'models that run elsewhere', generate: cloudAttacks },
    // They wait for time-outs, not for us.
    { what: 'slow, half-open and huge', generate: slowAttacks, atOnce: 100 },
  ];
  it.each(families)('$what: all are refused, and nothing reaches the server', async ({ generate, atOnce }) => {
    const { weapons, tap, server, bugs } = fortress;
    const attacks = generate(weapons);
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
    const [before, events] = [server.stdout(), server.events().length];
    tap.forget();
    expect(await runAll(weapons.port, attacks, atOnce)).toEqual([]);
    expect(tap.received()).toBe('');
    expect(server.stdout()).toBe(before);
    expect(server.events()).toHaveLength(events);
    expect(bugs).toEqual([]);
    count += attacks.length;
  });

  it('of a keyless listener by names that are not ours, or without a path, are refused, and nothing reaches the server', async () => {
    const { weapons, tap, bugs, keylessPort } = fortress;
    const here = { ...weapons, port: keylessPort };
    const attacks = [...hostAttacks(here), ...targetAttacks(here)];
    tap.forget();
    expect(await runAll(keylessPort, attacks)).toEqual([]);
    expect(tap.received()).toBe('');
    expect(bugs).toEqual([]);
    count += attacks.length;
  });

  it('are at least 300', () => {
    expect(count).toBeGreaterThanOrEqual(300);
  });

  it('leave the gateway serving, and the tap would have seen them', async () => {
    const { weapons, tap } = fortress;
    const client = new OpenAI({
      baseURL: `http://127.0.0.1:${weapons.port}/v1`,
      apiKey: weapons.keys.listed,
      maxRetries: 0,
    });
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const answer = await client.chat.completions.create({ model: 'llama3.2', messages });
    expect(answer.choices[0]?.message.content).toMatch(isReal ? /\w/ : /Hello/);
    expect(tap.received()).toContain('POST /v1/chat/completions');
    expect(tap.received()).not.toContain(weapons.keys.listed);
  });

  it('leave no key and nothing of a body in the activity', () => {
    const entries = fortress.activity.entries();
    const written = JSON.stringify(
      entries.map(({ method, path, model, client, key }) => [method, path, model, client, key]),
    );
    expect(entries.length).toBeGreaterThan(200);
    for (const secret of Object.values(fortress.weapons.keys)) expect(written).not.toContain(secret.slice(11));
    expect(written).not.toMatch(/role|content|prompt/);
  });
});
