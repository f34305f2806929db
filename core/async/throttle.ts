export interface Throttled {
  /** At once if the last run is long enough ago, otherwise when it is. */
  soon(): void;
  /** At once in any case. */
  now(): void;
  cancel(): void;
}

/** Runs `run` at most once in `everyMs`; the last call is never lost. */
export function throttle(everyMs: number, run: () => void): Throttled {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  const cancel = () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const now = () => {
    cancel();
    last = performance.now();
    run();
  };
  return {
    soon() {
      if (timer) return;
      const wait = last + everyMs - performance.now();
      if (wait <= 0) now();
      else timer = setTimeout(now, wait).unref();
    },
    now,
    cancel,
  };
}
