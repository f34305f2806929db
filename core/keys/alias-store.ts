import { join } from 'node:path';
import { canonicalModelName, modelKey, parseInstalledName } from '../../contract/derived/model-name.ts';
import { plainText } from '../../contract/derived/plain-text.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { invalidName } from '../../contract/invalid-name.ts';
import { Alias, type AliasId, type NewAlias } from '../../contract/keys.ts';
import { createListeners } from '../async/listeners.ts';
import { showDamage } from '../data-folder/damage-notice.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { aliasKey } from './alias-rules.ts';
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
  /** For all keys and for single ones, by name. Another list after each change. */
  list(): readonly Alias[];
  /** Calls `listener` after each change; the returned function ends it. */
  onChange(listener: () => void): () => void;
  /** Resolves when all is written, or can't be. */
  close(): Promise<void>;
}

/** Names that clients with a key can use for models: stored in `aliases.json`, published in the `aliases` slice by name. */
export function createAliasStore({ store, dataDir, keys }: AliasStoreOptions): AliasStore {
  const aliases = openJsonList<Alias>({
    path: join(dataDir, 'aliases.json'),
    item: Alias,
    onChange: publish,
    onDamaged: showDamage(store),
  });
  const changes = createListeners<void>();
  function publish(): void {
    store.set('aliases', [...aliases.get()]);
    changes.notify();
  }
  const keyExists = (keyId: string) => store.get().keys.some(({ id }) => id === keyId);
  // Corral may have quit after a key was revoked and before its aliases were removed.
  aliases.set((list) => list.filter(({ keyId }) => keyId === null || keyExists(keyId)));

  const unsubscribe = keys.onRevoked((id) => {
    aliases.set((list) => list.filter(({ keyId }) => keyId !== id));
    // If it can't be written now, the alias is removed when the file is read.
    aliases.flush().catch(() => undefined);
  });
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
    list: aliases.get,
    onChange: changes.add,
    async close() {
      unsubscribe();
      await aliases.flush().catch(() => undefined);
    },
  };
}
