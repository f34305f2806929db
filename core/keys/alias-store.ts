import { join } from 'node:path';
import { canonicalModelName, modelKey, parseInstalledName } from '../../contract/derived/model-name.ts';
import { plainText } from '../../contract/derived/plain-text.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { invalidName } from '../../contract/invalid-name.ts';
import { Alias, type AliasId, type NewAlias } from '../../contract/keys.ts';
import { showDamage } from '../data-folder/damage-notice.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { openJsonList } from './json-list.ts';
import type { KeyStore } from './key-store.ts';

export interface AliasStoreOptions {
  readonly store: SnapshotStore;
  /** Where `aliases.json` is kept. */
  readonly dataDir: string;
  readonly keys: Pick<KeyStore, 'onRevoked'>;
}

export interface AliasStore {
  /**
   * @throws INVALID_NAME, ALIAS_OF_ITSELF, ALIAS_HIDES_MODEL, NOT_FOUND (the key) when the alias isn't valid, NOT_SAVED when it
   * can't be written; nothing has changed then
   */
  set(alias: NewAlias): Promise<void>;
  /** @throws NOT_SAVED when it can't be written; the alias still exists then */
  remove(id: AliasId): Promise<void>;
  /**
   * The model that a name points to for a client with that key; null where the name is no alias. A key's own alias wins over
   * one for all keys. Aliases aren't followed any further.
   */
  resolve(name: string, keyId: string | null): string | null;
  /** The aliases that a client with that key can use. */
  aliases(keyId: string | null): readonly Pick<Alias, 'name' | 'model'>[];
  /** Resolves when all is written, or can't be. */
  close(): Promise<void>;
}

/** Equal for two spellings of one name, for the same key. */
function aliasKey({ name, keyId }: AliasId): string {
  return JSON.stringify([keyId, modelKey(name)]);
}

/** Names that clients with a key can use for models: stored in `aliases.json`, published in the `aliases` slice by name. */
export function createAliasStore({ store, dataDir, keys }: AliasStoreOptions): AliasStore {
  const aliases = openJsonList<Alias>({
    path: join(dataDir, 'aliases.json'),
    item: Alias,
    onChange: publish,
    onDamaged: showDamage(store),
  });
  function publish(): void {
    store.set('aliases', [...aliases.get()]);
  }
  const keyExists = (keyId: string) => store.get().keys.some(({ id }) => id === keyId);
  // Corral may have quit after a key was revoked and before its aliases were removed.
  aliases.set((list) => list.filter(({ keyId }) => keyId === null || keyExists(keyId)));

  const unsubscribe = keys.onRevoked((id) => {
    aliases.set((list) => list.filter(({ keyId }) => keyId !== id));
    // If it can't be written now, the alias is removed when the file is read.
    aliases.flush().catch(() => undefined);
  });
  const find = (id: AliasId) => {
    const key = aliasKey(id);
    return aliases.get().find((alias) => aliasKey(alias) === key);
  };
  const isInstalled = (name: string) =>
    store.get().models.installed.some((model) => modelKey(model.name) === modelKey(name));

  return {
    async set({ name: enteredName, model, keyId, confirmed }) {
      const name = plainText(enteredName).trim();
      if (name === '') throw invalidName(name);
      const target = parseInstalledName(model, store.get().models.installed);
      if (!target) throw invalidName(model);
      if (modelKey(name) === modelKey(model)) throw expectedError('ALIAS_OF_ITSELF');
      if (!confirmed && isInstalled(name)) throw expectedError('ALIAS_HIDES_MODEL', { name });
      const alias = { name, model: canonicalModelName(target), keyId };
      await aliases.commit((list) => {
        if (keyId !== null && !keyExists(keyId)) throw expectedError('NOT_FOUND');
        const others = list.filter((other) => aliasKey(other) !== aliasKey(alias));
        return [...others, alias].sort((one, other) => one.name.localeCompare(other.name));
      });
    },
    remove: (id) => aliases.commit((list) => list.filter((alias) => aliasKey(alias) !== aliasKey(id))),
    resolve(name, keyId) {
      // Called for each request, and most people have no aliases.
      if (aliases.get().length === 0) return null;
      const ofKey = keyId === null ? undefined : find({ name, keyId });
      return (ofKey ?? find({ name, keyId: null }))?.model ?? null;
    },
    aliases: (keyId) =>
      aliases
        .get()
        .filter((alias) => alias.keyId === keyId || (alias.keyId === null && !find({ name: alias.name, keyId }))),
    async close() {
      unsubscribe();
      await aliases.flush().catch(() => undefined);
    },
  };
}
