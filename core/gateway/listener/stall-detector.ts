import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Checks made in the time after which an exchange counts as stalled. */
const CHECKS = 4;

interface Exchange {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  /** Bytes in and out at the last check. */
  transferred: number;
  /** Checks in a row at which the client should have sent or read something and hadn't. */
  stalledChecks: number;
}

export interface StallDetector {
  /** Watches an exchange until it is over. */
  add(request: IncomingMessage, response: ServerResponse): void;
  close(): void;
}

/**
 * Closes the connections of clients that neither send the rest of their request nor read the response for `stalledMs`, and so
 * occupy the server. A client that waits for a response that has not begun isn't stalled.
 */
export function createStallDetector(stalledMs: number): StallDetector {
  const exchanges = new Set<Exchange>();
  const check = (exchange: Exchange): void => {
    const { request, socket } = exchange;
    const { bytesRead, bytesWritten, writableLength } = socket;
    // Also when the whole response has been written and waits in our memory.
    const waitsForClient = !request.complete || writableLength > 0;
    const transferred = bytesRead + bytesWritten - writableLength;
    const isStalled = waitsForClient && transferred === exchange.transferred;
    exchange.stalledChecks = isStalled ? exchange.stalledChecks + 1 : 0;
    exchange.transferred = transferred;
    if (exchange.stalledChecks >= CHECKS) socket.destroy();
  };
  const timer = setInterval(() => exchanges.forEach(check), stalledMs / CHECKS);
  timer.unref();
  return {
    add(request, response) {
      const exchange = { request, socket: request.socket, transferred: -1, stalledChecks: 0 };
      exchanges.add(exchange);
      response.once('close', () => exchanges.delete(exchange));
    },
    close: () => clearInterval(timer),
  };
}
