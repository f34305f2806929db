import { Readable } from 'node:stream';
import type { Exchange } from '../listener/exchange.ts';
import { type GatewayFailure, UPSTREAM_UNAVAILABLE } from '../policy/gateway-errors.ts';
import type { PolicySource } from '../policy/policy-source.ts';
import type { ServerConnections, ServerRequest, TakeResponse } from './server-connections.ts';
import type { ServerUp, WaitingRoom } from './waiting-room.ts';

/** How long a lost connection may be the first sign of a crash: within this time the supervisor notices it, and requests wait. */
const CRASH_NOTICE_MS = 1_000;
/** Between two attempts to connect to a server that should be there. */
const RECONNECT_MS = 250;
/** For how long they are made; what listens no longer and isn't known to be gone then is broken in another way. */
const RECONNECT_FOR_MS = 5_000;

/** The way to the server, which all requests share. */
export interface WayToServer {
  readonly policy: PolicySource;
  readonly connections: ServerConnections;
  readonly waitingRoom: WaitingRoom;
}

export interface Forwarding extends ServerRequest {
  /**
   * Whether the request may be sent once more when the connection was lost before a byte of a response: one that changes
   * something on the server may have done so already.
   */
  readonly isRepeatable: boolean;
}

function isErrorOfOneThatStops(status: number, from: ServerUp, { policy }: WayToServer): boolean {
  return status >= 500 && policy.current().server !== from;
}

/**
 * Sends a request to the server, and waits for the server where that can help. Resolves with null once a response begins or the
 * client has disconnected, otherwise with why there is none. `take` may be called more than once, but only once with a response
 * that counts.
 */
export async function forwardRequest(
  way: WayToServer,
  exchange: Exchange,
  forwarding: Forwarding,
  take: TakeResponse,
): Promise<GatewayFailure | null> {
  const { isRepeatable, body } = forwarding;
  let mayRepeat = isRepeatable && !(body instanceof Readable);
  let unsentSince: number | null = null;
  for (;;) {
    const server = await way.waitingRoom.server(exchange);
    if (exchange.isOver()) return null;
    if ('status' in server) return server;
    const attempt = way.connections.send(server.endpoint, forwarding, (head, resume) => {
      // Its model's process has ended a moment before the server itself.
      if (mayRepeat && isErrorOfOneThatStops(head.status, server, way)) return null;
      return take(head, resume);
    });
    exchange.onOver((isComplete) => {
      if (!isComplete) attempt.abort();
    });
    const end = await attempt.end;
    if (end === 'responding' || exchange.isOver()) return null;
    if (end === 'lost' && !mayRepeat) return UPSTREAM_UNAVAILABLE;
    // Nothing of a body that streams has been read where no connection could be made.
    if (end === 'unsent' && body instanceof Readable && body.readableDidRead) return UPSTREAM_UNAVAILABLE;
    if (end === 'lost') mayRepeat = false;
    else {
      unsentSince ??= performance.now();
      const patienceMs = Math.min(RECONNECT_FOR_MS, way.policy.current().waitMs);
      if (performance.now() - unsentSince >= patienceMs) return UPSTREAM_UNAVAILABLE;
    }
    await way.waitingRoom.changed(server, exchange, end === 'lost' ? CRASH_NOTICE_MS : RECONNECT_MS);
  }
}
