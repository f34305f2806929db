import type { ServerResponse } from 'node:http';

/** The clients of one listener that wait for a response. */
export interface ClientConnections {
  /** Aborts when the client disconnects before its response is complete; at once where it has. */
  disconnectSignal(response: ServerResponse): AbortSignal;
  /** Aborts all of them, before their connections are closed. */
  abortAll(): void;
}

export function createClientConnections(): ClientConnections {
  const waiting = new Set<AbortController>();
  return {
    disconnectSignal(response) {
      const disconnected = new AbortController();
      // When a connection is destroyed, as for a revoked key, its response learns of it only a moment later.
      if (response.destroyed || response.req.socket.destroyed) {
        disconnected.abort();
        return disconnected.signal;
      }
      waiting.add(disconnected);
      response.once('close', () => {
        waiting.delete(disconnected);
        if (!response.writableFinished) disconnected.abort();
      });
      return disconnected.signal;
    },
    abortAll() {
      for (const disconnected of waiting) disconnected.abort();
    },
  };
}
