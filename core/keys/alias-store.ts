import { join } from 'node:path';
import { canonicalModelName, modelKey, parseModelName } from '../../contract/derived/model-name.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { Alias, type AliasId, type NewAlias } from '../../contract/keys.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { noticeCorruptFile } from './corrupt-file-notice.ts';
import { openJsonList } from './json-list.ts';
import type { KeyStore } from './key-store.ts';

export interface AliasStoreOptions {
  readonly store: SnapshotStore;
  /** Where `aliases.json` is kept. */
  readonly dataDir: string;
  readonly keys: Pick<KeyStore, 'onRevoked'>;
}

export interface AliasStore {
  /** Throws INVALID_NAME, ALIAS_OF_ITSELF, ALIAS_HIDES_MODEL, NOT_FOUND (the key), NOT_SAVED, and then nothing has changed. */
  set(alias: NewAlias): Promise<void>;
  /** Throws NOT_SAVED, and then it is there still. */
  remove(place: AliasId): Promise<void>;
  /**
   * The model that a client with that key gets for a name; null where the name is no alias. A key's own alias wins over
   * one for all. One step: what it gives is a model's name, even where that is an alias too.
   */
  resolve(name: string, keyId: string | null): string | null;
  /** Those that count for a client with that key. */
  aliases(keyId: string | null): readonly Pick<Alias, 'name' | 'model'>[];
  /** Resolves when what is known is on the disk, or can't be written. */
  close(): Promise<void>;
}

/** Equal for two spellings of one name, in the same place. */
function placeKey({ name, keyId }: AliasId): string {
  return JSON.stringify([keyId, modelKey(name)]);
}

const BROKEN = {
  id: 'aliases-set-aside',
  kind: 'warning',
  title: 'The file of model aliases could not be read',
  consequence: 'Names that stood for models do so no longer; add them again on the Network page.',
} as const;

/** Names that clients with a key may use for models: kept in `aliases.json`, shown in the `aliases` slice by name. */
export function createAliasStore({ store, dataDir, keys }: AliasStoreOptions): AliasStore {
  const publish = () => store.set('aliases', [...aliases.get()]);
  const aliases = openJsonList<Alias>({ path: join(dataDir, 'aliases.json'), item: Alias, onChange: publish });
  noticeCorruptFile(store, aliases, BROKEN);
  const keyExists = (keyId: string) => store.get().keys.some(({ id }) => id === keyId);
  // Where Corral was ended between the revocation of a key and the end of its aliases.
  aliases.set((list) => list.filter(({ keyId }) => keyId === null || keyExists(keyId)));

  const forget = keys.onRevoked((id) => {
    aliases.set((list) => list.filter(({ keyId }) => keyId !== id));
    // What can't be written now is left out when the file is read.
    aliases.flush().catch(() => undefined);
  });
  const find = (place: AliasId) => {
    const desired = placeKey(place);
    return aliases.get().find((alias) => placeKey(alias) === desired);
  };
  const isInstalled = (name: string) =>
    store.get().models.installed.some((model) => modelKey(model.name) === modelKey(name));

  return {
    async set({ name, model, keyId, confirmed }) {
      const target = parseModelName(model);
      if (!target) throw expectedError('INVALID_NAME', { name: model });
      if (modelKey(name) === modelKey(model)) throw expectedError('ALIAS_OF_ITSELF');
      if (!confirmed && isInstalled(name)) throw expectedError('ALIAS_HIDES_MODEL', { name });
      const alias = { name, model: canonicalModelName(target), keyId };
      await aliases.commit((list) => {
        if (keyId !== null && !keyExists(keyId)) throw expectedError('NOT_FOUND');
        const others = list.filter((other) => placeKey(other) !== placeKey(alias));
        return [...others, alias].sort((one, other) => one.name.localeCompare(other.name));
      });
    },
    remove: (place) => aliases.commit((list) => list.filter((alias) => placeKey(alias) !== placeKey(place))),
    resolve(name, keyId) {
      // Each request asks, and most have none.
      if (aliases.get().length === 0) return null;
      const own = keyId === null ? undefined : find({ name, keyId });
      return (own ?? find({ name, keyId: null }))?.model ?? null;
    },
    aliases: (keyId) =>
      aliases
        .get()
        .filter((alias) => alias.keyId === keyId || (alias.keyId === null && !find({ name: alias.name, keyId }))),
    async close() {
      forget();
      await aliases.flush().catch(() => undefined);
    },
  };
}
