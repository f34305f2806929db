import { chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type ListenOptions, Socket } from 'node:net';
import { gatewayText } from '../../../contract/derived/catalog/en/gateway.ts';
import {
  badRequest,
  type GatewayFailure,
  HEADERS_TOO_LARGE,
  REQUEST_TIMEOUT,
  UNEXPECTED,
} from '../policy/gateway-errors.ts';
import type { GatewayLimits } from '../policy/gateway-limits.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { framingFailure } from './framing.ts';
import { writeRawError } from './raw-error-response.ts';
import { sendFailure } from './send-response.ts';

/** How often Node checks for requests whose headers take too long. */
const MAX_CHECK_INTERVAL_MS = 1000;
/** Only the account that Corral runs in may connect to a Unix socket of the gateway. */
const SOCKET_MODE = 0o600;

/** The errors of Node's parser that have a status of their own; any other is a malformed message. */
const PARSER_FAILURES: Readonly<Record<string, GatewayFailure>> = {
  ERR_HTTP_REQUEST_TIMEOUT: REQUEST_TIMEOUT,
  HPE_HEADER_OVERFLOW: HEADERS_TOO_LARGE,
};
const MALFORMED = badRequest(gatewayText('request.malformed'));

export type HttpListenerLimits = Pick<GatewayLimits, 'headerBytes' | 'headersMs' | 'keepAliveMs' | 'lingerMs'>;

export interface HttpListenerOptions {
  readonly limits: HttpListenerLimits;
  /** Responds to every request; an error that it rejects with is a bug. */
  readonly handle: (exchange: Exchange) => Promise<void>;
  readonly onUnexpected: (error: unknown) => void;
}

/** A client that got its response before it had sent all of its request has `lingerMs` to read it, and is then disconnected. */
function closeAfterLinger({ request, socket }: Exchange, lingerMs: number): void {
  if (request.complete || socket.destroyed) return;
  const timer = setTimeout(() => {
    if (!request.complete) socket.destroy();
  }, lingerMs);
  request.once('close', () => clearTimeout(timer));
}

/** An HTTP/1.1 server with our limits that logs nothing; it doesn't listen yet. A limit of 0 milliseconds is none. */
export function createHttpListener({ limits, handle, onUnexpected }: HttpListenerOptions): Server {
  const fail = (exchange: Exchange, error: unknown): void => {
    onUnexpected(error);
    if (exchange.response.headersSent) exchange.response.destroy();
    else sendFailure(exchange, UNEXPECTED, null);
  };
  const server = createServer({
    // It would count while a model loads; bodies have limits of their own.
    requestTimeout: 0,
    keepAliveTimeout: limits.keepAliveMs,
    headersTimeout: limits.headersMs,
    connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, limits.headersMs || MAX_CHECK_INTERVAL_MS),
    maxHeaderSize: limits.headerBytes,
    keepAlive: true,
    insecureHTTPParser: false,
  });
  // Beyond the default 2,000, Node silently drops headers, such as a second one of a name; their bytes are limited.
  server.maxHeadersCount = 0;
  // What follows a message whose end isn't certain is not read as requests.
  const closing = new WeakSet<Socket>();
  server.on('request', (request, response) => {
    if (closing.has(request.socket)) return;
    const exchange = createExchange(request, response);
    exchange.onOver(() => closeAfterLinger(exchange, limits.lingerMs));
    const framing = framingFailure(request);
    if (framing) {
      closing.add(request.socket);
      return sendFailure(exchange, framing, null);
    }
    handle(exchange).catch((error: unknown) => fail(exchange, error));
  });
  // Node would let clients send the body before it is known whether it will be read.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket instanceof Socket && socket.writable)
      writeRawError(socket, PARSER_FAILURES[error.code ?? ''] ?? MALFORMED);
    else socket.destroy();
  });
  return server;
}

/**
 * Resolves once it listens; from then on an error of the server, such as a connection that the system had no room to accept, goes
 * to `onUnexpected`, and the others are still served. Rejects with the system's error where it can't listen.
 */
export function listenOn(server: Server, at: ListenOptions, onUnexpected: (error: unknown) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, () => {
      server.off('error', reject).on('error', onUnexpected);
      // The folder around it is closed to others already.
      if (at.path !== undefined) chmodSync(at.path, SOCKET_MODE);
      resolve();
    });
  });
}

/**
 * Stops listening and closes the open connections, those in use too. A response that is decided at this moment is still sent, such as
 * to who waited for a server that is stopped.
 */
export function closeListener(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    setImmediate(() => server.closeAllConnections());
  });
}
