import { withTimeout } from './with-timeout.ts';

/** How long a stop waits for what is being opened: a file on a volume that is gone may never be. Milliseconds. */
const OPENING_TIMEOUT_MS = 800;

/** What is told to a start while it opens one thing after another. */
export interface Opening {
  /** A stop was requested: nothing else is to be opened. */
  readonly stopping: AbortSignal;
  /** Of what was opened just now; called in the reverse order. */
  onClose(close: () => unknown): void;
  /** Ends the start, or what it opened. */
  stop(): Promise<void>;
}

export interface StoppableStart<T> {
  /** Null when it was stopped first; rejects with the error of `open` once what had been opened is closed. */
  readonly started: Promise<T | null>;
  /** Closes what was opened, also while more is being opened. Idempotent. */
  stop(): Promise<void>;
}

/** Begins a start that can be stopped at any time. `open` gives null where it gave up because of a stop. */
export function startStoppable<T>(open: (opening: Opening) => Promise<T | null>): StoppableStart<T> {
  const closers: (() => unknown)[] = [];
  const stopping = new AbortController();
  const closeOpened = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  let closing: Promise<void> | null = null;
  // A signal may arrive while a failed start is being cleaned up, and has to wait for that.
  const close = (): Promise<void> => {
    closing ??= closeOpened();
    return closing;
  };
  const settled = Promise.withResolvers<void>();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await withTimeout(settled.promise, { timeoutMs: OPENING_TIMEOUT_MS, fallback: undefined });
    await close();
  };
  const onClose = (closeOne: () => unknown): void => void closers.push(closeOne);
  const opened = open({ stopping: stopping.signal, onClose, stop });
  const started = opened.catch(async (error: unknown) => {
    await close();
    if (stopping.signal.aborted) return null;
    throw error;
  });
  void opened.catch(() => null).then(() => settled.resolve());
  return { started, stop };
}
