import { createListeners } from '../async/listeners.ts';
import { newSecret, secretHash } from './key-secret.ts';
import type { IssuedKey } from './key-store.ts';

/** For Corral's requests to its own addresses. */
const REACHABILITY_TEST: Omit<IssuedKey, 'hash'> = {
  id: 'reachability-test',
  name: 'Reachability test',
  scope: 'inference',
  models: null,
  cloudAllowed: false,
  expiresAt: null,
};

export interface TemporaryKeys {
  /** A key that is never stored or listed, and no longer valid after `end`. */
  issue(): { readonly secret: string; end(): void };
  /** Those that haven't ended. */
  issued(): readonly IssuedKey[];
  /** Calls `listener` whenever `issued` gives another list, at once; the returned function ends it. */
  onIssued(listener: () => void): () => void;
}

/** Keys for Corral's own use, in memory only. */
export function createTemporaryKeys(): TemporaryKeys {
  const issues = createListeners<void>();
  let issued: readonly IssuedKey[] = [];
  const set = (next: readonly IssuedKey[]) => {
    issued = next;
    issues.notify();
  };
  return {
    issue() {
      const secret = newSecret();
      const key = { ...REACHABILITY_TEST, hash: secretHash(secret) };
      set([...issued, key]);
      return { secret, end: () => set(issued.filter((other) => other !== key)) };
    },
    issued: () => issued,
    onIssued: issues.add,
  };
}
