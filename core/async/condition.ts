export interface Condition {
  /** Has all who wait check again. */
  notify(): void;
  /** Resolves once `predicate()` is true; it is called at once and after each `notify`. */
  waitUntil(predicate: () => boolean): Promise<void>;
}

/** A condition variable: lets callers wait until something is true. */
export function createCondition(): Condition {
  const checks = new Set<() => void>();
  return {
    notify: () => {
      for (const check of [...checks]) check();
    },
    waitUntil: (predicate) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!predicate()) return;
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
  };
}
