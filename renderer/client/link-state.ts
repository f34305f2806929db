/** Whether the page can reach Corral. `lost` is said only after a connection was there or could not be made. */
export type LinkState = 'connecting' | 'open' | 'lost';

/** A value that changes, in the shape that useSyncExternalStore reads. */
export interface LinkStateStore {
  get(): LinkState;
  set(state: LinkState): void;
  subscribe(listener: () => void): () => void;
}

export function createLinkStateStore(): LinkStateStore {
  const listeners = new Set<() => void>();
  let current: LinkState = 'connecting';
  return {
    get: () => current,
    set: (state) => {
      if (state === current) return;
      current = state;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
