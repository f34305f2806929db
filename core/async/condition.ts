export interface Condition {
  /** Has everyone who waits check again. */
  notify(): void;
  /** Resolves once `holds()`, which is checked at once and after each `notify`. */
  waitUntil(holds: () => boolean): Promise<void>;
}

/** Lets callers wait until something holds. */
export function createCondition(): Condition {
  const checks = new Set<() => void>();
  return {
    notify: () => {
      for (const check of [...checks]) check();
    },
    waitUntil: (holds) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!holds()) return;
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
  };
}
