import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ApiKey, type NewKey } from '../../contract/keys.ts';
import { secretHash, secretPrefix } from './key-secret.ts';

/** A key as it is kept: of its secret there is only the hash. */
export const StoredKey = ApiKey.extend({
  /** SHA-256 of the secret in hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type StoredKey = z.infer<typeof StoredKey>;

export function newStoredKey(desired: NewKey, secret: string, now: number): StoredKey {
  return {
    ...desired,
    id: randomUUID(),
    prefix: secretPrefix(secret),
    hash: secretHash(secret).toString('hex'),
    createdAt: now,
    lastUsedAt: null,
    lastUsedFrom: null,
  };
}

/** What may leave core. */
export function toApiKey({ hash: _, ...key }: StoredKey): ApiKey {
  return key;
}
