/** The requests in progress, by key. */
export interface KeyTraffic {
  /** False at the key's limit; otherwise `cancel` is called if the key is revoked while the request runs. */
  enter(key: string, cancel: () => void): boolean;
  leave(key: string, cancel: () => void): void;
  /** Cancels all requests with that key. */
  cancelAll(key: string): void;
  /** The keys that have requests in progress. */
  keys(): readonly string[];
}

export function createKeyTraffic(maxRequestsPerKey: number): KeyTraffic {
  const requests = new Map<string, Set<() => void>>();
  return {
    enter(key, cancel) {
      const ofKey = requests.get(key) ?? new Set();
      if (ofKey.size >= maxRequestsPerKey) return false;
      ofKey.add(cancel);
      requests.set(key, ofKey);
      return true;
    },
    leave(key, cancel) {
      const ofKey = requests.get(key);
      ofKey?.delete(cancel);
      if (ofKey?.size === 0) requests.delete(key);
    },
    cancelAll(key) {
      for (const cancel of [...(requests.get(key) ?? [])]) cancel();
    },
    keys: () => [...requests.keys()],
  };
}
