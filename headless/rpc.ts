import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { onError } from '@orpc/client';
import { type AnyRouter, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { identifyClient } from './client.ts';
import type { HostRules } from './host-check.ts';
import { mayCall, type Session } from './session.ts';

export interface RpcOptions {
  readonly router: AnyRouter;
  readonly session: Session;
  readonly rules: HostRules;
}

export interface Rpc {
  /** For a Node server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** A conversation is saved whole and may be long. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
/** How often connections are pinged; one that didn't reply to the previous ping is closed. Milliseconds. */
const PING_INTERVAL_MS = 30_000;

/** The contract's calls over a WebSocket at `/rpc`. */
export function createRpc({ router, session, rules }: RpcOptions): Rpc {
  const handler = new RPCHandler(router, { interceptors: [onError(reportBug)] });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const pings = closeUnresponsive(sockets);

  const rejectionOf = (request: IncomingMessage): string | null => {
    const client = identifyClient(rules, request);
    if (client === null) return '403 Forbidden';
    if (!mayCall(session, client)) return '401 Unauthorized';
    return request.url === '/rpc' ? null : '404 Not Found';
  };

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const rejection = rejectionOf(request);
      if (rejection !== null) {
        socket.end(`HTTP/1.1 ${rejection}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (connection) => {
        connection.on('error', () => connection.terminate());
        sockets.emit('connection', connection, request);
        handler.upgrade(connection).catch(reportBug);
      });
    },
    close() {
      clearInterval(pings);
      for (const connection of sockets.clients) connection.terminate();
      sockets.close();
    },
  };
}

/** Closes connections whose client is gone without closing them, such as that of a sleeping laptop. */
function closeUnresponsive(sockets: WebSocketServer): NodeJS.Timeout {
  const pinged = new WeakSet<WebSocket>();
  sockets.on('connection', (connection) => connection.on('pong', () => pinged.delete(connection)));
  const timer = setInterval(() => {
    for (const connection of sockets.clients) {
      if (pinged.has(connection)) {
        connection.terminate();
        continue;
      }
      pinged.add(connection);
      connection.ping();
    }
  }, PING_INTERVAL_MS);
  return timer.unref();
}

/** Expected failures are typed errors, which the page shows. Anything else is a bug and is logged in full. */
function reportBug(error: unknown): void {
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${headlessText('rpc.failed', { reason })}\n`);
}
