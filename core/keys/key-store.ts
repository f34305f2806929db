import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalModelName, parseInstalledName } from '../../contract/derived/model-name.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { invalidName } from '../../contract/invalid-name.ts';
import { ApiKey, type NewKey } from '../../contract/keys.ts';
import type { ModelsSlice } from '../../contract/models.ts';
import { createListeners } from '../async/listeners.ts';
import { throttle } from '../async/throttle.ts';
import { showDamage } from '../data-folder/damage-notice.ts';
import { createForwardClock } from '../os/forward-clock.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { openJsonList } from './json-list.ts';
import { newSecret, secretHash, secretPrefix } from './key-secret.ts';

/** How often the page learns when keys were used, however many requests come with them. */
const PUBLISH_INTERVAL_MS = 1_000;
/** How much of "last used" is lost when Corral is killed; also how soon a revocation that couldn't be written is retried. */
const SAVE_INTERVAL_MS = 5_000;

/** A key as it is stored: of its secret there is only the hash. */
const StoredKey = ApiKey.extend({
  /** SHA-256 of the secret in hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
type StoredKey = z.infer<typeof StoredKey>;

/** What a client with a key may do. */
export interface KeyGrant extends Pick<ApiKey, 'id' | 'name' | 'scope' | 'cloudAllowed'> {
  /** Canonical names, to be compared by `modelKey`; null for every model. */
  readonly models: readonly string[] | null;
}

/** A key that clients may present, until it expires. */
export interface IssuedKey extends KeyGrant {
  /** SHA-256 of the secret in hexadecimal. */
  readonly hash: string;
  /** Milliseconds since the epoch; null for never. */
  readonly expiresAt: number | null;
}

export interface KeyStoreOptions {
  readonly store: SnapshotStore;
  /** Where `keys.json` is kept. */
  readonly dataDir: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface KeyStore {
  /**
   * The only time that the secret is given.
   * @throws KEY_NAME_TAKEN, KEY_EXPIRED, INVALID_NAME when the new key isn't valid, NOT_SAVED when it can't be written; no key was
   * created then
   */
  create(newKey: NewKey): Promise<{ readonly id: string; readonly secret: string }>;
  /**
   * Takes effect at once, whatever happens to the file.
   * @throws REVOCATION_NOT_SAVED when it can't be written; it is retried until it can
   */
  revoke(id: string): Promise<void>;
  /** All that aren't revoked; another list only where one was created or revoked. */
  issued(): readonly IssuedKey[];
  /** Records a request with that key, and the client's address. */
  used(id: string, from: string): void;
  /** Calls `listener` with the id of each key that is revoked, at once; the returned function ends it. */
  onRevoked(listener: (id: string) => void): () => void;
  /** Calls `listener` whenever `issued` gives another list, at once; the returned function ends it. */
  onIssued(listener: () => void): () => void;
  /** Resolves when all is written, or can't be. */
  close(): Promise<void>;
}

/** @throws INVALID_NAME when it isn't a model's name */
function canonicalName(name: string, { installed }: ModelsSlice): string {
  const parsed = parseInstalledName(name, installed);
  if (!parsed) throw invalidName(name);
  return canonicalModelName(parsed);
}

function newStoredKey(key: NewKey, { secret, now }: { readonly secret: string; readonly now: number }): StoredKey {
  return {
    ...key,
    id: randomUUID(),
    prefix: secretPrefix(secret),
    hash: secretHash(secret),
    createdAt: now,
    lastUsedAt: null,
    lastUsedFrom: null,
  };
}

/** What may leave core. */
function toApiKey({ hash: _, ...key }: StoredKey): ApiKey {
  return key;
}

function toIssued({ id, name, scope, models, cloudAllowed, hash, expiresAt }: StoredKey): IssuedKey {
  return { id, name, scope, models, cloudAllowed, hash, expiresAt };
}

function withUse(key: StoredKey, { at, from }: { readonly at: number; readonly from: string }): StoredKey {
  return { ...key, lastUsedAt: Math.max(at, key.lastUsedAt ?? at), lastUsedFrom: from };
}

/** The list of keys: published and saved some time after it changes, however often that is. */
function openKeyList({ store, dataDir }: Pick<KeyStoreOptions, 'store' | 'dataDir'>) {
  let isClosed = false;
  const keys = openJsonList({
    path: join(dataDir, 'keys.json'),
    item: StoredKey,
    onChange: publishLater,
    onDamaged: showDamage(store),
  });
  const publish = throttle(PUBLISH_INTERVAL_MS, () => store.set('keys', keys.get().map(toApiKey)));
  const save = throttle(SAVE_INTERVAL_MS, () => void keys.flush().catch(saveLater));
  function publishLater(): void {
    publish.soon();
  }
  function saveLater(): void {
    if (!isClosed) save.soon();
  }
  publish.now();
  return {
    keys,
    publishNow: publish.now,
    saveLater,
    async close() {
      isClosed = true;
      publish.cancel();
      save.cancel();
      await keys.flush().catch(() => undefined);
    },
  };
}

/** The API keys: stored as hashes in `keys.json`, published in the `keys` slice, newest first. */
export function createKeyStore({ store, dataDir, now = Date.now }: KeyStoreOptions): KeyStore {
  const { keys, publishNow, saveLater, close } = openKeyList({ store, dataDir });
  const revocations = createListeners<string>();
  const issues = createListeners<void>();
  let issued = keys.get().map(toIssued);
  const reissue = () => {
    issued = keys.get().map(toIssued);
    issues.notify();
  };
  const clock = createForwardClock(now);
  const exists = (id: string) => keys.get().some((key) => key.id === id);

  return {
    async create(newKey) {
      const nameOf = (name: string) => canonicalName(name, store.get().models);
      const models = newKey.models === null ? null : [...new Set(newKey.models.map(nameOf))];
      if (newKey.expiresAt !== null && newKey.expiresAt <= clock()) throw expectedError('KEY_EXPIRED');
      const secret = newSecret();
      const key = newStoredKey({ ...newKey, models }, { secret, now: now() });
      await keys.commit((list) => {
        if (list.some(({ name }) => name === key.name)) throw expectedError('KEY_NAME_TAKEN', { name: key.name });
        return [key, ...list];
      });
      publishNow();
      reissue();
      return { id: key.id, secret };
    },
    async revoke(id) {
      if (!exists(id)) return;
      keys.set((list) => list.filter((key) => key.id !== id));
      publishNow();
      reissue();
      revocations.notify(id);
      try {
        await keys.flush();
      } catch {
        saveLater();
        throw expectedError('REVOCATION_NOT_SAVED');
      }
    },
    issued: () => issued,
    used(id, from) {
      if (!exists(id)) return;
      const at = now();
      keys.set((list) => list.map((key) => (key.id === id ? withUse(key, { at, from }) : key)));
      saveLater();
    },
    onRevoked: revocations.add,
    onIssued: issues.add,
    close,
  };
}
