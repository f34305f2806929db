import type { App } from 'electron';
import { desktopText } from '../contract/derived/catalog/en/desktop.ts';

type SignalSource = Pick<NodeJS.Process, 'on' | 'removeAllListeners'>;

export interface QuitOptions {
  readonly app: App;
  readonly process: SignalSource;
  /** Asks the person where work would be interrupted; false keeps Corral open. */
  readonly confirmQuit: () => Promise<boolean>;
  /** Stops our server and releases the data folder. */
  readonly stop: () => Promise<void>;
}

export const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * How long quitting waits for the server: its own 5 s after SIGTERM, 3 s after SIGKILL, and 1 s for the rest. A server that
 * is still running after that is found by the next start.
 */
const DEADLINE_MS = 9_000;

/**
 * Handles the signals that end a process. To be called again when Electron is ready: libraries listen from the moment they are
 * loaded, and Chromium then puts a handler of its own in the place of Node's, which quits as a person does, with a question. Only a
 * first listener makes Node take the signal back.
 */
export function takeSignals(process: SignalSource, onSignal: () => void): void {
  for (const signal of STOP_SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, onSignal);
  }
}

/**
 * Quits in two steps, because Electron doesn't wait for promises: the first `before-quit` is prevented, everything is stopped,
 * then the application quits. Signals do the same without a confirmation.
 * @returns quits without a confirmation, which would delay the system's shutdown
 */
export function handleQuit({ app, process, confirmQuit, stop }: QuitOptions): () => void {
  const state: { phase: 'open' | 'confirming' | 'stopping' | 'stopped'; withoutPrompt: boolean } = {
    phase: 'open',
    withoutPrompt: false,
  };
  const stopAndQuit = async (): Promise<void> => {
    state.phase = 'stopping';
    await withDeadline(stop);
    state.phase = 'stopped';
    app.quit();
  };
  const confirmAndQuit = async (): Promise<void> => {
    state.phase = 'confirming';
    // A confirmation that fails must not keep anyone from quitting.
    const agreed = await confirmQuit().catch(() => true);
    // A signal may have started the quit meanwhile.
    if (state.phase !== 'confirming') return;
    state.phase = 'open';
    if (agreed) await stopAndQuit();
  };
  const quitWithoutPrompt = (): void => {
    state.withoutPrompt = true;
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (state.phase === 'stopped') return;
    event.preventDefault();
    if (state.phase === 'stopping') return;
    if (state.withoutPrompt) void stopAndQuit();
    else if (state.phase === 'open') void confirmAndQuit();
  });
  takeSignals(process, quitWithoutPrompt);
  return quitWithoutPrompt;
}

/** Waits for `stop`, but no longer than quitting may take. */
export async function withDeadline(stop: () => Promise<void>): Promise<void> {
  const deadline = Promise.withResolvers<void>();
  const timer = setTimeout(deadline.resolve, DEADLINE_MS);
  const stopped = stop().catch((error: unknown) => {
    globalThis.process.stderr.write(`${desktopText('log.quitFailed', { reason: String(error) })}\n`);
  });
  await Promise.race([stopped, deadline.promise]);
  clearTimeout(timer);
}
