export interface Poll {
  /** Runs now; during a run it runs once more after that, so that the result is from after the call. */
  now(): Promise<void>;
  stop(): void;
}

/** Runs at once and then `intervalMs()` after the end of each run, so that runs never overlap. `run` must not throw. */
export function startPoll(intervalMs: () => number, run: () => Promise<void>): Poll {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const runOnce = (): Promise<void> => {
    clearTimeout(timer);
    running = run().finally(() => {
      running = null;
      if (!isStopped) timer = setTimeout(runOnce, intervalMs()).unref();
    });
    return running;
  };
  const runAfterCurrent = async () => {
    await running;
    next = null;
    if (!isStopped) await runOnce();
  };
  void runOnce();

  return {
    async now() {
      if (isStopped) return;
      if (!running) return runOnce();
      next ??= runAfterCurrent();
      return next;
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
