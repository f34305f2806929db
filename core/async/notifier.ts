export interface Waker {
  wake(): void;
  /** Resolves true after the next `wake` (or at once, if one came since the last wait), false once the signal has aborted. */
  wait(): Promise<boolean>;
  close(): void;
}

/** Lets a generator that feeds a subscription sleep until there is news or its reader is gone. */
export function createNotifier(signal: AbortSignal | undefined): Waker {
  let pending = false;
  let resume: (() => void) | null = null;
  const wake = () => {
    pending = true;
    resume?.();
    resume = null;
  };
  signal?.addEventListener('abort', wake);
  return {
    wake,
    async wait() {
      if (!pending && !signal?.aborted) {
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      }
      pending = false;
      return !signal?.aborted;
    },
    close: () => signal?.removeEventListener('abort', wake),
  };
}
