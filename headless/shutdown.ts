const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** One key press in a terminal can arrive as several signals, from the terminal, npm and our own scripts. */
const signalDedupMs = 1000;

/**
 * On the first signal `stop` runs and the process ends with 0; a later one, when waiting has become too long, ends it
 * at once with 1.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  const state = { firstAt: 0 };
  const onSignal = () => {
    if (state.firstAt > 0) {
      if (Date.now() - state.firstAt > signalDedupMs) process.exit(1);
      return;
    }
    state.firstAt = Date.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Corral did not stop cleanly: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of signals) process.on(signal, onSignal);
}
