import type { Exchange } from '../listener/exchange.ts';
import {
  type GatewayFailure,
  OVERLOADED,
  SERVER_NOT_RUNNING,
  SERVER_STILL_STARTING,
} from '../policy/gateway-errors.ts';
import type { ServerReadiness } from '../policy/gateway-policy.ts';
import type { PolicySource } from '../policy/policy-source.ts';

export type ServerUp = Extract<ServerReadiness, { state: 'up' }>;

export interface WaitingRoom {
  /** The server, once it takes requests; a failure where the request waits in vain, may not wait, or is over. */
  server(exchange: Exchange): Promise<ServerUp | GatewayFailure> | ServerUp | GatewayFailure;
  /** Resolves when the server is no longer as it was, or after `timeoutMs`, or once the request is over. */
  changed(from: ServerReadiness, exchange: Exchange, timeoutMs: number): Promise<void>;
}

/** Where requests wait for a server that starts, restarts, moves or recovers from a crash. */
export function createWaitingRoom(policy: PolicySource, { maxWaiting }: { readonly maxWaiting: number }): WaitingRoom {
  const listeners = new Set<() => void>();
  let waiting = 0;
  policy.onChange((next, before) => {
    if (next.server !== before.server) for (const listener of [...listeners]) listener();
  });

  /** Resolves with the first value that `read` gives: now, after a change, at the end of the time, or of the exchange. */
  const until = <T>(exchange: Exchange, timeoutMs: number, read: (isLate: boolean) => T | null): Promise<T> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => settle(true), timeoutMs);
      listeners.add(onChange);
      exchange.onOver(() => settle(true));
      // The change may have come before anybody waited for it.
      settle(false);

      function settle(isLate: boolean): void {
        const value = read(isLate);
        if (value === null) return;
        listeners.delete(onChange);
        clearTimeout(timer);
        resolve(value);
      }
      function onChange(): void {
        settle(false);
      }
    });
  const available = (isLate: boolean): ServerUp | GatewayFailure | null => {
    const { server } = policy.current();
    if (server.state === 'up') return server;
    if (server.state === 'down') return SERVER_NOT_RUNNING;
    return isLate ? SERVER_STILL_STARTING : null;
  };

  return {
    server(exchange) {
      const { server, waitMs } = policy.current();
      if (server.state === 'up') return server;
      // One that waits again, because the server was there for a moment only, waits no longer in all.
      exchange.waitsUntil ??= performance.now() + waitMs;
      const leftMs = exchange.waitsUntil - performance.now();
      const now = available(leftMs <= 0);
      if (now !== null) return now;
      if (waiting >= maxWaiting) return OVERLOADED;
      waiting += 1;
      exchange.isWaiting = true;
      return until(exchange, leftMs, available).finally(() => {
        waiting -= 1;
        exchange.isWaiting = false;
      });
    },
    changed: (from, exchange, timeoutMs) =>
      until(exchange, timeoutMs, (isLate) => (isLate || policy.current().server !== from ? true : null)).then(() => {}),
  };
}
