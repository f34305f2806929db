import { timingSafeEqual } from 'node:crypto';
import { newSecret, secretHash } from './key-secret.ts';
import type { KeyGrant } from './key-store.ts';

/** For Corral's requests to its own addresses. */
const GRANT: KeyGrant = {
  id: 'reachability-test',
  name: 'Reachability test',
  scope: 'inference',
  models: null,
  cloudAllowed: false,
};

export interface TemporaryKeys {
  /** A key that is never stored or listed, and no longer valid after `end`. */
  issue(): { readonly secret: string; end(): void };
  /** null for anything but the secret of a valid key. */
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
      const hash = secretHash(secret);
      return [...hashes].some((known) => timingSafeEqual(known, hash)) ? GRANT : null;
    },
  };
}
