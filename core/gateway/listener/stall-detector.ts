import type { Exchange } from './exchange.ts';

/** Checks made in the time after which an exchange counts as stalled. */
const CHECKS = 4;

interface Watched {
  readonly exchange: Exchange;
  /** Bytes in and out at the last check. */
  transferred: number;
  /** Checks in a row at which the client should have sent or read something and hadn't. */
  stalledChecks: number;
}

export interface StallDetector {
  /** Watches an exchange until it is over. */
  add(exchange: Exchange): void;
  close(): void;
}

/**
 * Closes the connections of clients that neither send the rest of their request nor read the response for `stalledMs`, and so
 * occupy the server. A client that waits for a response that has not begun isn't stalled, nor one whose request waits for the
 * server.
 */
export function createStallDetector(stalledMs: number): StallDetector {
  const all = new Set<Watched>();
  const check = (watched: Watched): void => {
    const { request, socket, isWaiting } = watched.exchange;
    const { bytesRead, bytesWritten, writableLength } = socket;
    // Also when the whole response has been written and waits in our memory.
    const waitsForClient = !isWaiting && (!request.complete || writableLength > 0);
    const transferred = bytesRead + bytesWritten - writableLength;
    const isStalled = waitsForClient && transferred === watched.transferred;
    watched.stalledChecks = isStalled ? watched.stalledChecks + 1 : 0;
    watched.transferred = transferred;
    if (watched.stalledChecks >= CHECKS) socket.destroy();
  };
  const timer = setInterval(() => all.forEach(check), stalledMs / CHECKS);
  timer.unref();
  return {
    add(exchange) {
      const watched = { exchange, transferred: -1, stalledChecks: 0 };
      all.add(watched);
      exchange.onOver(() => all.delete(watched));
    },
    close: () => clearInterval(timer),
  };
}
