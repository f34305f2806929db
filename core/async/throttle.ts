export interface Throttled {
  /** At once if the last run is long enough ago, otherwise as soon as it is. */
  soon(): void;
  /** At once in any case. */
  now(): void;
  cancel(): void;
}

/** Runs `run` at most once per interval; the last call is never dropped. */
export function throttle(intervalMs: number, run: () => void): Throttled {
  let lastAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  const cancel = () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const now = () => {
    cancel();
    lastAt = performance.now();
    run();
  };
  return {
    soon() {
      if (timer) return;
      const delayMs = lastAt + intervalMs - performance.now();
      if (delayMs <= 0) now();
      else timer = setTimeout(now, delayMs).unref();
    },
    now,
    cancel,
  };
}
