import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { badRequest, failureBody, type GatewayFailure, REQUEST_TIMEOUT, UNEXPECTED } from '../gateway-error.ts';
import type { GatewayLimits } from '../gateway-limits.ts';
import { writeRawError } from './raw-error-response.ts';

/** How often Node looks for requests whose headers take too long. */
const LOOK_EVERY_MS = 1000;

/** What the parser says of a message that isn't HTTP as we take it. */
const LONG: GatewayFailure = { status: 431, type: 'invalid_request_error', message: 'The headers are too large.' };
const BROKEN = badRequest('The request is not valid HTTP.');
const BY_CODE: Readonly<Record<string, GatewayFailure>> = {
  ERR_HTTP_REQUEST_TIMEOUT: REQUEST_TIMEOUT,
  HPE_HEADER_OVERFLOW: LONG,
};

export function sendFailure(reply: FastifyReply, failure: GatewayFailure, path: string | null): FastifyReply {
  return reply
    .code(failure.status)
    .headers({ ...failure.headers })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(failureBody(failure, path)));
}

/** Tells a client who asked first whether to send the body (`Expect: 100-continue`) to go on; see `createHttpListener`. */
export function sendContinue({ headers, httpVersion }: IncomingMessage, response: ServerResponse): void {
  if (headers.expect !== undefined && httpVersion === '1.1') response.writeContinue();
}

export interface HttpListenerOptions {
  readonly limits: GatewayLimits;
  /** Every target is one route, where the decision is made from the target as it was sent. */
  readonly oneRoute: boolean;
  readonly onUnexpected: (error: unknown) => void;
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}

/** A client that was answered before it had sent all of its request has `lingerMs` to read that, and then goes. */
function endLate(request: IncomingMessage, socket: Socket, lingerMs: number): void {
  if (request.complete || socket.destroyed) return;
  const timer = setTimeout(() => {
    if (!request.complete) socket.destroy();
  }, lingerMs);
  request.once('close', () => clearTimeout(timer));
}

/** An HTTP/1.1 server with our limits that logs nothing. */
export function createHttpListener({ limits, oneRoute, onUnexpected }: HttpListenerOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    // Both count while a model loads; bodies have limits of their own.
    requestTimeout: 0,
    connectionTimeout: 0,
    keepAliveTimeout: limits.keepAliveMs,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: Math.min(LOOK_EVERY_MS, limits.headersMs),
      maxHeaderSize: limits.headerBytes,
      keepAlive: true,
      insecureHTTPParser: false,
    },
    clientErrorHandler: ({ code }, socket) => {
      if (socket.writable) writeRawError(socket, BY_CODE[code] ?? BROKEN);
      else socket.destroy();
    },
    ...(oneRoute ? { rewriteUrl: () => '/' } : {}),
  });
  // Fastify would read what calls itself text/plain.
  app.removeAllContentTypeParsers();
  // Beyond the usual 2,000 Node drops headers without a word, and so a second one of a name; their bytes are limited.
  app.server.maxHeadersCount = 0;
  // Node would have them send the body before it is known whether it will be read.
  app.server.on('checkContinue', (request, response) => app.server.emit('request', request, response));
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status >= 500) onUnexpected(error);
    return sendFailure(reply, status < 500 ? { ...badRequest('The request is not valid.'), status } : UNEXPECTED, null);
  });
  // Such as a client that couldn't be taken because the system has no room for more: the others are still served.
  app.addHook('onListen', async () => void app.server.on('error', onUnexpected));
  app.addHook('onRequest', async ({ raw }, reply) => {
    // Taken at once: undici takes the socket away from a request whose body it gives up.
    const { socket } = raw;
    reply.raw.once('finish', () => endLate(raw, socket, limits.lingerMs));
  });
  return app;
}
