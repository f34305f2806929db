import { type AliasStore, createAliasStore } from './keys/alias-store.ts';
import { createKeyStore, type KeyStore } from './keys/key-store.ts';
import { createTemporaryKeys, type TemporaryKeys } from './keys/temporary-keys.ts';
import type { SnapshotStore } from './snapshot/snapshot-store.ts';

export interface KeyPolicyOptions {
  readonly store: SnapshotStore;
  /** Where `keys.json` and `aliases.json` are kept. */
  readonly dataDir: string;
}

/** What a request with a key may do: the person's keys and aliases, and Corral's own temporary keys. */
export interface KeyPolicy {
  readonly keys: KeyStore;
  readonly aliases: AliasStore;
  readonly temporaryKeys: TemporaryKeys;
}

export function createKeyPolicy({ store, dataDir }: KeyPolicyOptions): KeyPolicy {
  const keys = createKeyStore({ store, dataDir });
  const aliases = createAliasStore({ store, dataDir, keys });
  return { keys, aliases, temporaryKeys: createTemporaryKeys() };
}
