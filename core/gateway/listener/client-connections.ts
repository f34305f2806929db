import type { ServerResponse } from 'node:http';

/** The clients of one listener who wait for an answer. */
export interface ClientConnections {
  /** Aborts when the client's connection closes before its answer was written whole; at once where it has. */
  left(response: ServerResponse): AbortSignal;
  /** Takes all of them for gone, before their connections are ended. */
  dismiss(): void;
}

export function createClientConnections(): ClientConnections {
  const waiting = new Set<AbortController>();
  return {
    left(response) {
      const gone = new AbortController();
      // The answer is told of the end of its connection, as by a revoked key, only a moment later.
      if (response.destroyed || response.req.socket.destroyed) {
        gone.abort();
        return gone.signal;
      }
      waiting.add(gone);
      response.once('close', () => {
        waiting.delete(gone);
        if (!response.writableFinished) gone.abort();
      });
      return gone.signal;
    },
    dismiss() {
      for (const gone of waiting) gone.abort();
    },
  };
}
