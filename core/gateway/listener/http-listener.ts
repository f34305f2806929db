import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { gatewayText } from '../../../contract/derived/catalog/en/gateway.ts';
import {
  badRequest,
  failureBody,
  type GatewayFailure,
  HEADERS_TOO_LARGE,
  REQUEST_TIMEOUT,
  UNEXPECTED,
} from '../policy/gateway-errors.ts';
import type { GatewayLimits } from '../policy/gateway-limits.ts';
import { writeRawError } from './raw-error-response.ts';

/** How often Node checks for requests whose headers take too long. */
const MAX_CHECK_INTERVAL_MS = 1000;

/** The errors of Node's parser that have a status of their own; any other is a malformed message. */
const PARSER_FAILURES: Readonly<Record<string, GatewayFailure>> = {
  ERR_HTTP_REQUEST_TIMEOUT: REQUEST_TIMEOUT,
  HPE_HEADER_OVERFLOW: HEADERS_TOO_LARGE,
};
const MALFORMED = badRequest(gatewayText('request.malformed'));

/** Sends an error as the clients of that path expect it; null for a request whose path is unknown. */
export function sendFailure(reply: FastifyReply, failure: GatewayFailure, path: string | null): FastifyReply {
  return reply
    .code(failure.status)
    .headers({ ...failure.headers })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(failureBody(failure, path)));
}

/** Tells a client that waits for it (`Expect: 100-continue`) to send its body; see `createHttpListener`. */
export function sendContinue({ headers, httpVersion }: IncomingMessage, response: ServerResponse): void {
  if (headers.expect !== undefined && httpVersion === '1.1') response.writeContinue();
}

export interface HttpListenerOptions {
  readonly limits: GatewayLimits;
  /** Every target is one route, where the decision is made from the target as it was sent. */
  readonly singleRoute: boolean;
  readonly onUnexpected: (error: unknown) => void;
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}

/** A client that got its response before it had sent all of its request has `lingerMs` to read it, and is then disconnected. */
function closeAfterLinger(request: IncomingMessage, socket: Socket, lingerMs: number): void {
  if (request.complete || socket.destroyed) return;
  const timer = setTimeout(() => {
    if (!request.complete) socket.destroy();
  }, lingerMs);
  request.once('close', () => clearTimeout(timer));
}

/** An HTTP/1.1 server with our limits that logs nothing. */
export function createHttpListener({ limits, singleRoute, onUnexpected }: HttpListenerOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    // Both would count while a model loads; bodies have limits of their own.
    requestTimeout: 0,
    connectionTimeout: 0,
    keepAliveTimeout: limits.keepAliveMs,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, limits.headersMs),
      maxHeaderSize: limits.headerBytes,
      keepAlive: true,
      insecureHTTPParser: false,
    },
    clientErrorHandler: ({ code }, socket) => {
      if (socket.writable) writeRawError(socket, PARSER_FAILURES[code] ?? MALFORMED);
      else socket.destroy();
    },
    ...(singleRoute ? { rewriteUrl: () => '/' } : {}),
  });
  // Fastify would parse what calls itself text/plain.
  app.removeAllContentTypeParsers();
  // Beyond the default 2,000, Node silently drops headers, such as a second one of a name; their bytes are limited.
  app.server.maxHeadersCount = 0;
  // Node would let clients send the body before it is known whether it will be read.
  app.server.on('checkContinue', (request, response) => app.server.emit('request', request, response));
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status >= 500) onUnexpected(error);
    const failure = status < 500 ? { ...badRequest(gatewayText('request.invalid')), status } : UNEXPECTED;
    return sendFailure(reply, failure, null);
  });
  // Such as a connection that the system had no room to accept: the others are still served.
  app.addHook('onListen', async () => void app.server.on('error', onUnexpected));
  app.addHook('onRequest', async ({ raw }, reply) => {
    // Read now: undici removes the socket from a request whose body it discards.
    const { socket } = raw;
    reply.raw.once('finish', () => closeAfterLinger(raw, socket, limits.lingerMs));
  });
  return app;
}
