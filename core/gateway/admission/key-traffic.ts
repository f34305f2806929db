/** The requests under way, by key. */
export interface KeyTraffic {
  /** False when the key has as many as it may; otherwise `cancel` is called if the key is revoked while the request runs. */
  enter(key: string, cancel: () => void): boolean;
  leave(key: string, cancel: () => void): void;
  /** Cancels all that run with that key. */
  cancelAll(key: string): void;
  /** The keys that requests run with. */
  keys(): readonly string[];
}

export function createKeyTraffic(requestsPerKey: number): KeyTraffic {
  const running = new Map<string, Set<() => void>>();
  return {
    enter(key, cancel) {
      const here = running.get(key) ?? new Set();
      if (here.size >= requestsPerKey) return false;
      here.add(cancel);
      running.set(key, here);
      return true;
    },
    leave(key, cancel) {
      const here = running.get(key);
      here?.delete(cancel);
      if (here?.size === 0) running.delete(key);
    },
    cancelAll(key) {
      for (const cancel of [...(running.get(key) ?? [])]) cancel();
    },
    keys: () => [...running.keys()],
  };
}
