import { headlessText } from '../contract/derived/catalog/en/headless.ts';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** A Ctrl-C can arrive several times: from the terminal, from npm, and from our own scripts. Milliseconds. */
const SIGNAL_DEDUP_MS = 1_000;

/** The first signal runs `stop` and exits with 0. A later one, from a person who won't wait, exits with 1 immediately. */
export function stopOnSignals(stop: () => Promise<void>): void {
  const state = { firstAt: 0 };
  const onSignal = () => {
    if (state.firstAt > 0) {
      if (Date.now() - state.firstAt > SIGNAL_DEDUP_MS) process.exit(1);
      return;
    }
    state.firstAt = Date.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${headlessText('stop.failed', { reason: String(error) })}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of signals) process.on(signal, onSignal);
}
