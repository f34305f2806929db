import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelKey } from '../../contract/derived/model-name.ts';
import { createAliasRules } from './alias-rules.ts';
import { type AliasStore, createAliasStore } from './alias-store.ts';
import { type KeysFolder, keysFolder, newKey } from './testing/keys-folder-fixture.ts';

function rulesOf({ list }: Pick<AliasStore, 'list'>) {
  return createAliasRules(list);
}

describe('aliases', () => {
  let folder: KeysFolder;
  const file = () => join(folder.path, 'aliases.json');
  const open = () => {
    const { store, keys } = folder.open();
    return { store, keys, aliases: createAliasStore({ store, dataDir: folder.path, keys }) };
  };
  const alias = (name: string, model: string, keyId: string | null = null) => ({
    name,
    model,
    keyId,
    confirmed: false,
  });
  beforeEach(() => {
    folder = keysFolder();
  });
  afterEach(() => folder.remove());

  it('point to a model however the name is spelled, also after a restart', async () => {
    const { store, aliases } = open();
    await aliases.set(alias('gpt-4o-mini', 'qwen2.5:7b'));
    await aliases.set(alias('claude', 'llama3'));
    const { aliases: later } = open();
    for (const { resolve } of [rulesOf(aliases), rulesOf(later)]) {
      for (const name of ['gpt-4o-mini', 'GPT-4o-Mini:latest', 'library/gpt-4o-mini', ' gpt-4o-mini ']) {
        expect(resolve(name, null)).toBe('qwen2.5:7b');
      }
      expect(resolve('gpt-4o-mini:other', null)).toBeNull();
      expect(resolve('gpt-4o', 'a key')).toBeNull();
    }
    expect(store.get().aliases).toEqual([
      { name: 'claude', model: 'llama3:latest', keyId: null },
      { name: 'gpt-4o-mini', model: 'qwen2.5:7b', keyId: null },
    ]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('of a key win over those for all keys, and are removed with the key', async () => {
    const { store, keys, aliases } = open();
    const { id } = await keys.create(newKey());
    await aliases.set(alias('gpt-4o', 'for-all'));
    await aliases.set(alias('GPT-4o', 'for-one', id));
    expect(['gpt-4o', 'gpt-4o'].map((name) => rulesOf(aliases).resolve(name, id))).toEqual([
      'for-one:latest',
      'for-one:latest',
    ]);
    expect([rulesOf(aliases).resolve('gpt-4o', null), rulesOf(aliases).resolve('gpt-4o', 'other')]).toEqual([
      'for-all:latest',
      'for-all:latest',
    ]);
    const named = (keyId: string | null) =>
      rulesOf(aliases)
        .aliases(keyId)
        .map(({ name, model }) => [name, model]);
    expect(named(id)).toEqual([['GPT-4o', 'for-one:latest']]);
    expect([named(null), named('other')]).toEqual([[['gpt-4o', 'for-all:latest']], [['gpt-4o', 'for-all:latest']]]);
    await keys.revoke(id);
    expect(rulesOf(aliases).resolve('gpt-4o', id)).toBe('for-all:latest');
    expect(store.get().aliases).toHaveLength(1);
    await aliases.close();
    expect(readFileSync(file(), 'utf8')).not.toContain(id);
    await expect(aliases.set(alias('x', 'y', id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of a key that was removed while Corral wasn’t running are dropped', async () => {
    writeFileSync(file(), JSON.stringify({ items: [{ name: 'a', model: 'b:latest', keyId: 'gone' }] }));
    const { store, aliases } = open();
    expect(store.get().aliases).toEqual([]);
    expect(rulesOf(aliases).resolve('a', 'gone')).toBeNull();
  });

  it('are not followed any further', async () => {
    const { aliases } = open();
    await aliases.set(alias('a', 'b'));
    await aliases.set(alias('b', 'c'));
    await aliases.set(alias('c', 'a'));
    expect(['a', 'b', 'c'].map((name) => rulesOf(aliases).resolve(name, null))).toEqual([
      'b:latest',
      'c:latest',
      'a:latest',
    ]);
  });

  it('can be changed and removed', async () => {
    const { store, aliases } = open();
    await aliases.set(alias('gpt-4o', 'one'));
    await aliases.set(alias('GPT-4o:latest', 'two'));
    expect(store.get().aliases).toEqual([{ name: 'GPT-4o:latest', model: 'two:latest', keyId: null }]);
    await aliases.remove({ name: 'gpt-4o', keyId: 'other' });
    expect(store.get().aliases).toHaveLength(1);
    await aliases.remove({ name: 'gpt-4o', keyId: null });
    expect(open().store.get().aliases).toEqual([]);
  });

  it('are rejected when they are pointless, invalid, or hide a model without confirmation', async () => {
    const { store, aliases } = open();
    const installed = { digest: '', sizeBytes: 1, modifiedAt: 0, capabilities: [], remoteHost: null } as const;
    const unknown = { family: null, parameterSize: null, quantization: null, contextLength: null } as const;
    store.update('models', (models) => ({
      ...models,
      installed: [{ name: 'qwen3:latest', ...installed, ...unknown, embeddingLength: null, capabilities: [] }],
    }));
    const codeOf = (name: string, model: string) => aliases.set(alias(name, model)).catch(({ code }) => code);
    expect(await codeOf('llama3', 'Llama3:latest')).toBe('ALIAS_OF_ITSELF');
    expect(await codeOf('gpt-4o', 'no model name')).toBe('INVALID_NAME');
    expect(await codeOf('\u200b', 'llama3')).toBe('INVALID_NAME');
    expect(await codeOf('Qwen3', 'llama3')).toBe('ALIAS_HIDES_MODEL');
    expect(await codeOf('Qwen3\u200b', 'llama3')).toBe('ALIAS_HIDES_MODEL');
    expect(store.get().aliases).toEqual([]);
    await aliases.set({ ...alias('Qwen3', 'llama3'), confirmed: true });
    expect(rulesOf(aliases).resolve('qwen3:latest', null)).toBe('llama3:latest');
  });

  it('are unchanged when they can’t be written', async () => {
    const { store, aliases } = open();
    await aliases.set(alias('a', 'b'));
    const makeRoom = folder.fillDisk('aliases.json');
    await expect(aliases.set(alias('c', 'd'))).rejects.toMatchObject({ code: 'NOT_SAVED' });
    await expect(aliases.remove({ name: 'a', keyId: null })).rejects.toMatchObject({ code: 'NOT_SAVED' });
    expect(store.get().aliases).toEqual([{ name: 'a', model: 'b:latest', keyId: null }]);
    makeRoom();
    await aliases.remove({ name: 'a', keyId: null });
    expect(store.get().aliases).toEqual([]);
  });

  it('are dropped when the file is corrupt, which is moved and shown in a notice', () => {
    writeFileSync(file(), '{"items":');
    const { store } = open();
    expect(readdirSync(folder.path)).toEqual([expect.stringMatching(/^aliases\.broken-/)]);
    expect(store.get().app.notices).toEqual([expect.objectContaining({ id: 'aliases-unreadable', kind: 'warning' })]);
  });

  it('agree with a simple model for any sequence of changes', async () => {
    const name = fc.constantFrom('a', 'A', 'a:latest', 'library/a', 'b', 'b:1', 'B:1', 'x y', 'X Y');
    const place = fc.record({ name, key: fc.constantFrom(null, 0, 1) });
    const step = fc.tuple(place, fc.option(fc.constantFrom('m1:latest', 'm2:latest', 'm3:latest'), { freq: 3 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.array(place, { minLength: 1 }), async (steps, lookups) => {
        const here = keysFolder();
        try {
          const { store, keys } = here.open();
          const made = [await keys.create(newKey({ name: '0' })), await keys.create(newKey({ name: '1' }))];
          const idOf = (key: number | null) => (key === null ? null : (made[key]?.id ?? null));
          const aliases = createAliasStore({ store, dataDir: here.path, keys });
          const model = new Map<string, string>();
          for (const [{ name: given, key }, target] of steps) {
            if (target === null) await aliases.remove({ name: given, keyId: idOf(key) });
            else await aliases.set(alias(given, target, idOf(key)));
            if (target === null) model.delete(`${key} ${modelKey(given)}`);
            else model.set(`${key} ${modelKey(given)}`, target);
          }
          const again = here.open();
          const later = createAliasStore({ store: again.store, dataDir: here.path, keys: again.keys });
          for (const { name: given, key } of lookups) {
            const expected = model.get(`${key} ${modelKey(given)}`) ?? model.get(`null ${modelKey(given)}`) ?? null;
            expect(rulesOf(aliases).resolve(given, idOf(key))).toBe(expected);
            expect(rulesOf(later).resolve(given, idOf(key))).toBe(expected);
          }
          expect(store.get().aliases).toHaveLength(model.size);
        } finally {
          here.remove();
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
