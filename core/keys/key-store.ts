import { timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { canonicalModelName, parseModelName } from '../../contract/derived/model-name.ts';
import { expectedError } from '../../contract/expected-error.ts';
import type { ApiKey, NewKey } from '../../contract/keys.ts';
import { throttle } from '../async/throttle.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { noticeCorruptFile } from './corrupt-file-notice.ts';
import { openJsonList } from './json-list.ts';
import { newSecret, secretHash } from './key-secret.ts';
import { newStoredKey, StoredKey, toApiKey } from './stored-key.ts';

/** When a key was used is drawn at most this often, however many requests come with it. */
const PUBLISH_EVERY_MS = 1_000;
/** How much of "last used" a Corral that is killed may lose; also how soon a revocation that couldn't be written is tried again. */
const SAVE_EVERY_MS = 5_000;

/** What a client with a key may do. */
export interface KeyGrant extends Pick<ApiKey, 'id' | 'name' | 'scope' | 'cloudAllowed'> {
  /** Canonical names, to be compared by `modelKey`; null for every model. */
  readonly models: readonly string[] | null;
}

export interface KeyStoreOptions {
  readonly store: SnapshotStore;
  /** Where `keys.json` is kept. */
  readonly dataDir: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface KeyStore {
  /** Gives the secret this once. Throws KEY_NAME_TAKEN, KEY_EXPIRED, INVALID_NAME, NOT_SAVED, and then there is no such key. */
  create(desired: NewKey): Promise<{ readonly id: string; readonly secret: string }>;
  /** In force at once, whatever becomes of the file. Throws REVOCATION_NOT_SAVED; it is then tried again until it succeeds. */
  revoke(id: string): Promise<void>;
  /** null for anything but the secret of a live key. Takes the same time wherever it differs. */
  check(secret: string): KeyGrant | null;
  /** Whether that key, which is one of ours still, has run out. */
  hasExpired(id: string): boolean;
  /** Notes a request with that key, and the address it came from. */
  used(id: string, from: string): void;
  /** Calls `listener` with the id of each key that is revoked, at once; the returned function ends it. */
  onRevoked(listener: (id: string) => void): () => void;
  /** Resolves when what is known is on the disk, or can't be written. */
  close(): Promise<void>;
}

/** Throws INVALID_NAME. */
function canonicalName(name: string): string {
  const parsed = parseModelName(name);
  if (!parsed) throw expectedError('INVALID_NAME', { name });
  return canonicalModelName(parsed);
}

function grantOf({ id, name, scope, models, cloudAllowed }: StoredKey): KeyGrant {
  return {
    id,
    name,
    scope,
    models,
    cloudAllowed,
  };
}

const bytesByHash = new Map<string, Buffer>();

/** Made once: each request is compared with every key. */
function hashBytes({ hash }: StoredKey): Buffer {
  const known = bytesByHash.get(hash) ?? Buffer.from(hash, 'hex');
  bytesByHash.set(hash, known);
  return known;
}

const BROKEN = {
  id: 'keys-set-aside',
  kind: 'error',
  title: 'The file of API keys could not be read',
  consequence: 'No key made so far works any more; make new ones on the Network page.',
} as const;

/** The API keys: kept as hashes in `keys.json`, shown in the `keys` slice, newest first. */
export function createKeyStore({ store, dataDir, now = Date.now }: KeyStoreOptions): KeyStore {
  const listeners = new Set<(id: string) => void>();
  let closed = false;
  const publish = throttle(PUBLISH_EVERY_MS, () => store.set('keys', keys.get().map(toApiKey)));
  const save = throttle(SAVE_EVERY_MS, () => void keys.flush().catch(saveLater));
  const saveLater = () => {
    if (!closed) save.soon();
  };
  const keys = openJsonList<StoredKey>({
    path: join(dataDir, 'keys.json'),
    item: StoredKey,
    onChange: publish.soon,
  });
  noticeCorruptFile(store, keys, BROKEN);
  publish.now();

  let latest = Number.NEGATIVE_INFINITY;
  /** A clock that is set back doesn't bring an expired key to life again. */
  const clock = () => {
    latest = Math.max(latest, now());
    return latest;
  };
  const isOver = ({ expiresAt }: StoredKey) => expiresAt !== null && expiresAt <= clock();

  return {
    async create(desired) {
      const models = desired.models === null ? null : [...new Set(desired.models.map(canonicalName))];
      if (desired.expiresAt !== null && desired.expiresAt <= clock()) throw expectedError('KEY_EXPIRED');
      const secret = newSecret();
      const key = newStoredKey({ ...desired, models }, secret, now());
      await keys.commit((list) => {
        if (list.some(({ name }) => name === key.name)) throw expectedError('KEY_NAME_TAKEN', { name: key.name });
        return [key, ...list];
      });
      publish.now();
      return { id: key.id, secret };
    },
    async revoke(id) {
      if (!keys.get().some((key) => key.id === id)) return;
      keys.set((list) => list.filter((key) => key.id !== id));
      publish.now();
      for (const listener of [...listeners]) listener(id);
      try {
        await keys.flush();
      } catch {
        saveLater();
        throw expectedError('REVOCATION_NOT_SAVED');
      }
    },
    check(secret) {
      const presented = secretHash(secret);
      let found: StoredKey | null = null;
      for (const key of keys.get()) {
        if (timingSafeEqual(hashBytes(key), presented)) found = key;
      }
      return found === null || isOver(found) ? null : grantOf(found);
    },
    hasExpired: (id) => keys.get().some((key) => key.id === id && isOver(key)),
    used(id, from) {
      const at = now();
      const noted = (key: StoredKey) => ({
        ...key,
        lastUsedAt: Math.max(at, key.lastUsedAt ?? at),
        lastUsedFrom: from,
      });
      if (!keys.get().some((key) => key.id === id)) return;
      keys.set((list) => list.map((key) => (key.id === id ? noted(key) : key)));
      saveLater();
    },
    onRevoked(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async close() {
      closed = true;
      publish.cancel();
      save.cancel();
      await keys.flush().catch(() => undefined);
    },
  };
}
