export interface Listeners<T> {
  /** Calls `listener` with each value from now on; the returned function ends it. */
  add(listener: (value: T) => void): () => void;
  notify(value: T): void;
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      // Its own function, so that a listener that is added twice counts as two.
      const added = (value: T) => listener(value);
      listeners.add(added);
      return () => {
        listeners.delete(added);
      };
    },
    notify(value) {
      for (const listener of listeners) listener(value);
    },
  };
}
