export interface Notifier {
  notify(): void;
  /** Resolves true after the next `notify` (at once if there was one since the last wait), false once the signal has aborted. */
  wait(): Promise<boolean>;
  close(): void;
}

/** Lets the generator of a subscription wait until something has changed or its reader is gone. */
export function createNotifier(signal: AbortSignal | undefined): Notifier {
  let isPending = false;
  let resume: (() => void) | null = null;
  const notify = () => {
    isPending = true;
    resume?.();
    resume = null;
  };
  signal?.addEventListener('abort', notify);
  return {
    notify,
    async wait() {
      if (!isPending && !signal?.aborted) {
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      }
      isPending = false;
      return !signal?.aborted;
    },
    close: () => signal?.removeEventListener('abort', notify),
  };
}
