import { timingSafeEqual } from 'node:crypto';
import { newSecret, secretHash } from './key-secret.ts';
import type { KeyGrant } from './key-store.ts';

/** Corral asks its own addresses with it. */
const GRANT: KeyGrant = {
  id: 'reachability-test',
  name: 'Reachability test',
  scope: 'inference',
  models: null,
  cloudAllowed: false,
};

export interface TemporaryKeys {
  /** A key that is never written or listed; it opens nothing any more after `end`. */
  issue(): { readonly secret: string; end(): void };
  /** null for anything but the secret of a key that hasn't ended. */
  check(secret: string): KeyGrant | null;
}

/** Keys for Corral's own use, in memory only. */
export function createTemporaryKeys(): TemporaryKeys {
  const hashes = new Set<Buffer>();
  return {
    issue() {
      const secret = newSecret();
      const hash = secretHash(secret);
      hashes.add(hash);
      return { secret, end: () => void hashes.delete(hash) };
    },
    check(secret) {
      const presented = secretHash(secret);
      return [...hashes].some((hash) => timingSafeEqual(hash, presented)) ? GRANT : null;
    },
  };
}
