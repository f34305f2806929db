import type { Socket } from 'node:net';
import type { Exchange } from './exchange.ts';

/** Checks made in the time after which an exchange counts as stalled. */
const CHECKS = 4;

/** One connection of a client. */
interface Watched {
  /** The latest; null between two. */
  exchange: Exchange | null;
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
 *
 * Kept by connection: a set to which every request is added and from which it is removed grows anew again and again, each of its
 * tables in V8 keeps the next one alive, and so all requests outlived the young generation of the heap. It took a sixth of the
 * processor time of a request through the gateway.
 */
export function createStallDetector(stalledMs: number): StallDetector {
  const connections = new Map<Socket, Watched>();
  const check = (watched: Watched, socket: Socket): void => {
    if (watched.exchange === null) return;
    const { request, isWaiting } = watched.exchange;
    const { bytesRead, bytesWritten, writableLength } = socket;
    // Also when the whole response has been written and waits in our memory.
    const waitsForClient = !isWaiting && (!request.complete || writableLength > 0);
    const transferred = bytesRead + bytesWritten - writableLength;
    const isStalled = waitsForClient && transferred === watched.transferred;
    watched.stalledChecks = isStalled ? watched.stalledChecks + 1 : 0;
    watched.transferred = transferred;
    if (watched.stalledChecks >= CHECKS) socket.destroy();
  };
  const timer = setInterval(() => connections.forEach(check), stalledMs / CHECKS);
  timer.unref();
  const watch = (socket: Socket): Watched => {
    const watched = { exchange: null, transferred: -1, stalledChecks: 0 };
    connections.set(socket, watched);
    socket.once('close', () => connections.delete(socket));
    return watched;
  };
  return {
    add(exchange) {
      const watched = connections.get(exchange.socket) ?? watch(exchange.socket);
      watched.exchange = exchange;
      watched.transferred = -1;
      watched.stalledChecks = 0;
      exchange.onOver(() => {
        // A client may have sent another request meanwhile.
        if (watched.exchange === exchange) watched.exchange = null;
      });
    },
    close: () => clearInterval(timer),
  };
}
