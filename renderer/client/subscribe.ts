import type { ClientRetryPluginContext } from '@orpc/client/plugins';

export interface SubscriptionOptions {
  readonly context: ClientRetryPluginContext;
  readonly signal: AbortSignal;
}

/** Short, because the socket has its own growing delay. Milliseconds. */
const RETRY_DELAY_MS = 300;

/**
 * Follows one of the contract's `watch` calls for as long as the page wants it, across lost connections.
 * Each new subscription begins with the whole state, so nothing is missed. Returns the function that ends it.
 */
export function subscribe<T>(
  open: (options: SubscriptionOptions) => Promise<AsyncIterable<T>>,
  onEvent: (event: T) => void,
): () => void {
  const stop = new AbortController();
  const watch = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        const events = await open({
          context: { retry: Number.POSITIVE_INFINITY, retryDelay: RETRY_DELAY_MS },
          signal: stop.signal,
        });
        for await (const event of events) {
          if (stop.signal.aborted) return;
          onEvent(event);
        }
      } catch (error) {
        if (!stop.signal.aborted) reportError(error);
      }
      if (!stop.signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
    }
  };
  void watch();
  return () => stop.abort();
}
