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

/** What a person and Corral itself change of it, which applies to requests once it has resolved. */
export interface KeyChanges {
  readonly keys: Pick<KeyStore, 'create' | 'revoke'>;
  readonly aliases: Pick<AliasStore, 'set' | 'remove'>;
  temporaryKey(): Promise<ReturnType<TemporaryKeys['issue']>>;
}

/** @param inForce resolves once the gateway decides by what has been changed */
export function createKeyChanges(
  { keys, aliases, temporaryKeys }: KeyPolicy,
  inForce: () => Promise<void>,
): KeyChanges {
  /** Also where it fails: a revocation that can't be saved has been made. */
  const applied = async <T>(change: Promise<T>): Promise<T> => {
    try {
      return await change;
    } finally {
      await inForce();
    }
  };
  return {
    keys: { create: (key) => applied(keys.create(key)), revoke: (id) => applied(keys.revoke(id)) },
    aliases: { set: (alias) => applied(aliases.set(alias)), remove: (id) => applied(aliases.remove(id)) },
    async temporaryKey() {
      const key = temporaryKeys.issue();
      await inForce();
      return key;
    },
  };
}
