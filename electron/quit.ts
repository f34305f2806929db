import type { App, PowerMonitor } from 'electron';

export interface QuitOptions {
  readonly app: App;
  readonly powerMonitor: PowerMonitor;
  readonly process: Pick<NodeJS.Process, 'on'>;
  /** Stops our server and gives the data folder free. */
  readonly stop: () => Promise<void>;
}

/**
 * How long a quit waits for the server: its own 5 s after SIGTERM and 3 s after SIGKILL, and one for the rest. What outlives
 * even that is found by the next start.
 */
const deadlineMs = 9_000;

/**
 * Quits in two steps, because Electron waits for nobody: the first `before-quit` is cancelled, everything is stopped, then the
 * application quits for good. Signals and the system's shutdown take the same way.
 */
export function handleQuit({ app, powerMonitor, process, stop }: QuitOptions): void {
  const state: { now: 'open' | 'stopping' | 'stopped' } = { now: 'open' };
  app.on('before-quit', (event) => {
    if (state.now === 'stopped') return;
    event.preventDefault();
    if (state.now === 'stopping') return;
    state.now = 'stopping';
    void withDeadline(stop).then(() => {
      state.now = 'stopped';
      app.quit();
    });
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => app.quit());
  powerMonitor.on('shutdown', () => app.quit());
}

async function withDeadline(stop: () => Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, deadlineMs);
  const stopped = stop().catch((error: unknown) => {
    globalThis.process.stderr.write(`Corral did not stop cleanly: ${String(error)}\n`);
  });
  await Promise.race([stopped, late.promise]);
  clearTimeout(timer);
}
