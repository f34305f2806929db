import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newSecret, secretHash, secretPrefix } from './key-secret.ts';
import { type KeysFolder, keysFolder, newKey } from './testing/keys-folder-fixture.ts';

/** The simple model: each secret that was created, and what happened to its key. */
interface CreatedKey {
  readonly id: string;
  readonly secret: string;
  readonly expiresAt: number | null;
  revoked: boolean;
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('create'), validForMs: fc.option(fc.integer({ min: 1, max: 50 })) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revoke'), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), for: fc.integer({ min: 0, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('use'), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart'), isClean: fc.boolean() }) },
);

/** Strings that are almost the secret. */
function damaged(secret: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.nat(secret.length - 1).map((at) => secret.slice(0, at) + secret.slice(at + 1)),
    fc.nat(secret.length - 1).map((at) => secret.slice(0, at)),
    fc
      .tuple(fc.nat(secret.length - 1), fc.string({ minLength: 1, maxLength: 1 }))
      .map(([at, letter]) => secret.slice(0, at) + letter + secret.slice(at + 1)),
    fc.string({ minLength: 1 }).map((more) => secret + more),
    fc.constantFrom(
      secret.toUpperCase(),
      secret.toLowerCase(),
      ` ${secret}`,
      `${secret}\n`,
      secretPrefix(secret),
      secret.replace('corral-', ''),
      secretHash(secret),
    ),
  );
}

it('agrees with a simple model for any sequence of creating, revoking, waiting, using, and restarting', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      let folder = keysFolder();
      const abandoned: KeysFolder[] = [];
      try {
        let now = 1000;
        let { keys } = folder.open(() => now);
        const created: CreatedKey[] = [];
        for (const each of steps) {
          const chosen = 'which' in each ? created[each.which % Math.max(1, created.length)] : undefined;
          if ('validForMs' in each) {
            const expiresAt = each.validForMs === null ? null : now + each.validForMs;
            const made = await keys.create(newKey({ name: `key ${created.length}`, expiresAt }));
            created.push({ ...made, expiresAt, revoked: false });
          } else if ('for' in each) now += each.for;
          else if ('isClean' in each) {
            // A killed Corral leaves its files as they are; this store isn’t closed, so it keeps its folder.
            abandoned.push(folder);
            if (each.isClean) await keys.close();
            folder = keysFolder(folder);
            ({ keys } = folder.open(() => now));
          } else if (chosen && each.do === 'use') keys.used(chosen.id, '10.0.0.1');
          else if (chosen) {
            await keys.revoke(chosen.id);
            chosen.revoked = true;
          }
          for (const { id, secret, expiresAt, revoked } of created) {
            const isValid = !revoked && (expiresAt === null || now < expiresAt);
            expect(keys.hasExpired(id)).toBe(!revoked && !isValid);
            expect(keys.check(secret)?.id ?? null).toBe(isValid ? id : null);
          }
        }
        if (created.length > 0) {
          const text = readFileSync(join(folder.path, 'keys.json'), 'utf8');
          // Nothing of the secret but the shown part, in any encoding.
          for (const { secret } of created) {
            for (const form of [secret, btoa(secret), Buffer.from(secret).toString('hex')]) {
              expect(text).not.toContain(form.slice(-24));
            }
          }
        }
        await keys.close();
      } finally {
        for (const each of [...abandoned, folder]) each.remove();
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('rejects everything but the secret of a valid key', async () => {
  const folder = keysFolder();
  try {
    const { keys } = folder.open();
    const { secret } = await keys.create(newKey());
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), damaged(secret), fc.constantFrom('', '*'));
    fc.assert(
      fc.property(anything, (secretLike) => {
        fc.pre(secretLike !== secret);
        expect(keys.check(secretLike)).toBeNull();
      }),
      { numRuns: 3000 },
    );
    expect(keys.check(secret)).not.toBeNull();
    await keys.close();
  } finally {
    folder.remove();
  }
});

it('never gives the same secret twice, and uses the whole alphabet evenly', () => {
  const secrets = Array.from({ length: 5000 }, newSecret);
  expect(new Set(secrets.map((secret) => secret.slice(11))).size).toBe(secrets.length);
  const counts = new Map<string, number>();
  for (const letter of secrets.join('').replaceAll('corral-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(62);
  // 3,871 each are expected; 10 standard deviations away is no accident.
  for (const count of counts.values()) expect(Math.abs(count - (5000 * 48) / 62)).toBeLessThan(620);
});
