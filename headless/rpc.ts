import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { onError } from '@orpc/client';
import { type AnyRouter, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
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
const largestMessageBytes = 32 * 1024 * 1024;
/** How often a silent connection is asked for a sign of life; one that gave none since the last time is ended. */
const pingEveryMs = 30_000;

/** The contract's calls over a WebSocket at `/rpc`. */
export function createRpc({ router, session, rules }: RpcOptions): Rpc {
  const handler = new RPCHandler(router, { interceptors: [onError(reportBug)] });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes });
  const silence = watchForSilence(sockets);

  const refusal = (request: IncomingMessage): string | null => {
    const caller = identifyClient(rules, request);
    if (caller === null) return '403 Forbidden';
    if (!mayCall(session, caller)) return '401 Unauthorized';
    return request.url === '/rpc' ? null : '404 Not Found';
  };

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const refused = refusal(request);
      if (refused !== null) {
        socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (connection) => {
        connection.on('error', () => connection.terminate());
        sockets.emit('connection', connection, request);
        handler.upgrade(connection).catch(reportBug);
      });
    },
    close() {
      clearInterval(silence);
      for (const connection of sockets.clients) connection.terminate();
      sockets.close();
    },
  };
}

/** Ends connections whose other side is gone without a word, such as a sleeping laptop's. */
function watchForSilence(sockets: WebSocketServer): NodeJS.Timeout {
  const asked = new WeakSet<WebSocket>();
  sockets.on('connection', (connection) => connection.on('pong', () => asked.delete(connection)));
  const timer = setInterval(() => {
    for (const connection of sockets.clients) {
      if (asked.has(connection)) {
        connection.terminate();
        continue;
      }
      asked.add(connection);
      connection.ping();
    }
  }, pingEveryMs);
  return timer.unref();
}

/** Expected failures are typed errors and go to the page; anything else is a bug and is written in full. */
function reportBug(error: unknown): void {
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return;
  process.stderr.write(`A call failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
