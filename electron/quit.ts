import type { App, PowerMonitor } from 'electron';

export interface QuitOptions {
  readonly app: App;
  readonly powerMonitor: PowerMonitor;
  readonly process: Pick<NodeJS.Process, 'on'>;
  /** Asks the person where something would be cut off; false keeps Corral open. */
  readonly confirmQuit: () => Promise<boolean>;
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
 * application quits for good. Signals and the system's shutdown take the same way, but nobody is asked then: a box that waits
 * for an answer would hold up the logout.
 */
export function handleQuit({ app, powerMonitor, process, confirmQuit, stop }: QuitOptions): void {
  const state: { now: 'open' | 'asking' | 'stopping' | 'stopped'; withoutPrompt: boolean } = {
    now: 'open',
    withoutPrompt: false,
  };
  const leave = async () => {
    state.now = 'stopping';
    await withDeadline(stop);
    state.now = 'stopped';
    app.quit();
  };
  const ask = async () => {
    state.now = 'asking';
    // A question that can't be asked keeps nobody from quitting.
    const agreed = await confirmQuit().catch(() => true);
    // It may have been told to go meanwhile.
    if (state.now !== 'asking') return;
    state.now = 'open';
    if (agreed) await leave();
  };
  const quitUnasked = () => {
    state.withoutPrompt = true;
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (state.now === 'stopped') return;
    event.preventDefault();
    if (state.now === 'stopping') return;
    if (state.withoutPrompt) void leave();
    else if (state.now === 'open') void ask();
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, quitUnasked);
  powerMonitor.on('shutdown', quitUnasked);
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
