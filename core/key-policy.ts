import { createKeyCheck, type KeyCheck } from './gateway/admission/check-key.ts';
import { type CloudModels, createCloudModels } from './gateway/policy/cloud-models.ts';
import { type AliasStore, createAliasStore } from './keys/alias-store.ts';
import { createKeyStore, type KeyStore } from './keys/key-store.ts';
import { createTemporaryKeys, type TemporaryKeys } from './keys/temporary-keys.ts';
import type { ModelLists } from './models/model-lists.ts';
import type { SnapshotStore } from './snapshot/snapshot-store.ts';

export interface KeyPolicyOptions {
  readonly store: SnapshotStore;
  /** Where `keys.json` and `aliases.json` are kept. */
  readonly dataDir: string;
  readonly lists: Pick<ModelLists, 'readInstalled' | 'installedAsOf'>;
}

/** What a request with a key may do: the person's keys and aliases, and Corral's own temporary keys. */
export interface KeyPolicy {
  readonly keys: KeyStore;
  readonly aliases: AliasStore;
  readonly temporaryKeys: TemporaryKeys;
  /** What the gateway asks about keys: the person's and the temporary ones. */
  readonly gatewayKeys: KeyCheck & Pick<KeyStore, 'used' | 'onRevoked'>;
  /** What the gateway asks about model names: aliases, and which models are cloud models. */
  readonly gatewayModels: Pick<AliasStore, 'resolve' | 'aliases'> & CloudModels;
}

export function createKeyPolicy({ store, dataDir, lists }: KeyPolicyOptions): KeyPolicy {
  const keys = createKeyStore({ store, dataDir });
  const aliases = createAliasStore({ store, dataDir, keys });
  const temporaryKeys = createTemporaryKeys();
  const cloudModels = createCloudModels({
    models: () => ({ installed: store.get().models.installed, asOf: lists.installedAsOf() }),
    readModels: lists.readInstalled,
  });
  const keyCheck = createKeyCheck(() => [...keys.issued(), ...temporaryKeys.issued()]);
  return {
    keys,
    aliases,
    temporaryKeys,
    gatewayKeys: {
      ...keyCheck,
      used: keys.used,
      onRevoked: keys.onRevoked,
    },
    gatewayModels: {
      resolve: aliases.resolve,
      aliases: aliases.aliases,
      isCloud: cloudModels.isCloud,
      changing: cloudModels.changing,
    },
  };
}
