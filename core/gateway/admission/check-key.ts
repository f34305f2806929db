import { timingSafeEqual } from 'node:crypto';
import { secretHash } from '../../keys/key-secret.ts';
import type { KeyGrant } from '../../keys/key-store.ts';
import { createForwardClock } from '../../os/forward-clock.ts';
import type { PolicyKey } from '../policy/gateway-policy.ts';

export interface KeyCheck {
  /** null for anything but the secret of a valid key. Takes the same time for any secret. */
  check(secret: string): KeyGrant | null;
  /** Whether a key that hasn't been revoked has expired. */
  hasExpired(id: string): boolean;
}

/**
 * Finds keys by secret. Each secret is compared with every key, so that the time reveals nothing. The hashes are compared as they
 * are written, in hexadecimal: Node takes three times as long for one that it gives out as bytes.
 */
function createKeyFinder() {
  // By the key itself, which is replaced with its list, so that nothing of a revoked key is kept.
  const bytes = new WeakMap<PolicyKey, Buffer>();
  const hashBytes = (key: PolicyKey): Buffer => {
    const known = bytes.get(key) ?? Buffer.from(key.hash, 'latin1');
    bytes.set(key, known);
    return known;
  };
  return (keys: readonly PolicyKey[], secret: string): PolicyKey | null => {
    const hash = Buffer.from(secretHash(secret), 'latin1');
    let found: PolicyKey | null = null;
    for (const key of keys) if (timingSafeEqual(hashBytes(key), hash)) found = key;
    return found;
  };
}

function toGrant({ id, name, scope, models, cloudAllowed }: PolicyKey): KeyGrant {
  return { id, name, scope, models, cloudAllowed };
}

/**
 * Tells who may send a request.
 * @param keys the valid ones, and those that have expired
 * @param now milliseconds since the epoch
 */
export function createKeyCheck(keys: () => readonly PolicyKey[], now: () => number = Date.now): KeyCheck {
  const find = createKeyFinder();
  const clock = createForwardClock(now);
  const isExpired = ({ expiresAt }: PolicyKey) => expiresAt !== null && expiresAt <= clock();
  return {
    check(secret) {
      const key = find(keys(), secret);
      return key === null || isExpired(key) ? null : toGrant(key);
    },
    hasExpired: (id) => keys().some((key) => key.id === id && isExpired(key)),
  };
}
