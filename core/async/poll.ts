export interface Poll {
  /** Runs now; joins a run that is under way and then runs once more, so that what it brings is from after the call. */
  now(): Promise<void>;
  stop(): void;
}

/** Runs at once and then `everyMs()` after each run has ended, so that runs never overlap. `run` must not throw. */
export function startPoll(everyMs: () => number, run: () => Promise<void>): Poll {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const once = (): Promise<void> => {
    clearTimeout(timer);
    running = run().finally(() => {
      running = null;
      if (!stopped) timer = setTimeout(once, everyMs()).unref();
    });
    return running;
  };
  const afterRunning = async () => {
    await running;
    next = null;
    if (!stopped) await once();
  };
  void once();

  return {
    async now() {
      if (stopped) return;
      if (!running) return once();
      next ??= afterRunning();
      return next;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
