import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ActivityRecord } from '../activity/activity-log.ts';
import type { KeyGrant } from '../keys/key-store.ts';
import { type AuthorizationResult, type AuthorizedRequest, authorizeRequest } from './admission/authorize-request.ts';
import { validateContent } from './body/validate-content.ts';
import { forwardAuthorized } from './forward-authorized.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { ClientConnections } from './listener/client-connections.ts';
import { sendContinue, sendFailure } from './listener/http-listener.ts';
import { sendLocalResponse } from './local-response.ts';
import { type GatewayFailure, RATE_LIMITED } from './policy/gateway-errors.ts';
import { createModelPolicy } from './policy/model-policy.ts';
import { pathOf, recordLocalResponse } from './request-record.ts';
import { registerProxyRoutes } from './upstream/server-proxy.ts';

export interface AuthenticatedListener {
  readonly clients: ClientConnections;
  /** Names and addresses that a Host header may have. */
  readonly hosts: () => readonly string[];
  /** The client's address, for the record. */
  readonly clientAddress: (request: IncomingMessage) => string;
}

/** One listener's state. */
interface ListenerContext extends AuthenticatedListener {
  readonly parts: GatewayParts;
  readonly authorized: WeakMap<FastifyRequest, AuthorizedRequest>;
  /** Connections that close after the response being sent: what arrives on them meanwhile is not read as requests. */
  readonly closing: WeakSet<Socket>;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface RecordOptions {
  readonly model: string | null;
  readonly grant: KeyGrant | null;
}

function beginRecord(
  { parts, clientAddress }: ListenerContext,
  { method, originalUrl, raw }: FastifyRequest,
  { model, grant: key }: RecordOptions,
): ActivityRecord {
  return parts.activity.begin({ method, path: pathOf(originalUrl), client: clientAddress(raw), model, key });
}

interface Rejection {
  readonly authorization: AuthorizationResult;
  readonly failure: GatewayFailure;
  readonly model?: string | null;
}

/** Sends and records an error response. */
function reject(
  context: ListenerContext,
  { request, reply }: Exchange,
  { authorization, failure, model = null }: Rejection,
): FastifyReply {
  const grant = 'grant' in authorization ? authorization.grant : null;
  if (failure.headers?.connection === 'close') context.closing.add(request.raw.socket);
  recordLocalResponse(beginRecord(context, request, { model, grant }), failure);
  return sendFailure(reply, failure, authorization.path);
}

function authorize({ parts, hosts }: ListenerContext, { raw, originalUrl }: FastifyRequest): AuthorizationResult {
  const { method = '', httpVersion, headersDistinct: headers } = raw;
  return authorizeRequest(
    { method, target: originalUrl, httpVersion, headers },
    { hosts: hosts(), origins: parts.origins(), check: parts.keys.check, maxBodyBytes: parts.limits.bodyBytes },
  );
}

/** Counts an authorized request; false where its key has too many in progress. */
function admit(
  { parts: { traffic, keys }, authorized, clientAddress }: ListenerContext,
  { request, reply }: Exchange,
  authorization: AuthorizedRequest,
): boolean {
  const { id } = authorization.grant;
  const { socket } = request.raw;
  const cancel = () => void socket.destroy();
  if (!traffic.enter(id, cancel)) return false;
  reply.raw.once('close', () => traffic.leave(id, cancel));
  keys.used(id, clientAddress(request.raw));
  authorized.set(request, authorization);
  return true;
}

/** Decides about a request when its head has arrived, before its body is read. The reply where that is all there is to it. */
function onRequest(context: ListenerContext, exchange: Exchange): FastifyReply | undefined {
  const { parts, closing } = context;
  const { request, reply } = exchange;
  const { raw } = request;
  const { socket } = raw;
  if (closing.has(socket)) return reply.hijack();
  parts.stalls.add(raw, reply.raw);
  const authorization = authorize(context, request);
  reply.headers(authorization.headers);
  if (authorization.kind === 'preflight') return reply.code(204).send();
  const hasKey = authorization.grant !== null;
  parts.connections.onRequest(socket, hasKey);
  if (hasKey) reply.raw.once('close', () => parts.connections.onResponse(socket));
  if (authorization.kind === 'rejected') {
    return reject(context, exchange, { authorization, failure: authorization.failure });
  }
  if (!admit(context, exchange, authorization)) {
    return reject(context, exchange, { authorization, failure: RATE_LIMITED });
  }
  sendContinue(raw, reply.raw);
  return undefined;
}

/** Responds to an authorized request, once its content is validated: locally, or with the server's response. */
async function handle(context: ListenerContext, exchange: Exchange): Promise<void> {
  const { parts } = context;
  const { request, reply } = exchange;
  const authorization = context.authorized.get(request);
  if (!authorization) throw new Error('Request reached the proxy without authorization.');
  const { route, parameter, grant } = authorization;
  const policy = createModelPolicy(parts.models, grant);
  const content = await validateContent(request, {
    route,
    parameter,
    grant,
    policy,
    limits: parts.limits,
    budget: parts.budget,
    onRelease: (release) => void reply.raw.once('close', release),
  });
  if (!content.allowed) {
    const { failure, model } = content;
    if (failure) reject(context, exchange, { authorization, failure, model });
  } else if (route.handler === 'server') {
    const record = beginRecord(context, request, { model: content.model, grant });
    const signal = context.clients.disconnectSignal(reply.raw);
    await forwardAuthorized(parts, exchange, { authorization, content, policy, record, signal });
  } else {
    const response = await sendLocalResponse(reply, route.handler, parts);
    recordLocalResponse(beginRecord(context, request, { model: null, grant }), response);
  }
}

/** Requests with a key: each is authorized by its head, then validated by its content, and forwarded only as it was validated. */
export function registerAuthenticatedRoutes(
  app: FastifyInstance,
  parts: GatewayParts,
  listener: AuthenticatedListener,
): void {
  const context: ListenerContext = { ...listener, parts, authorized: new WeakMap(), closing: new WeakSet() };
  app.addHook('onRequest', async (request, reply) => onRequest(context, { request, reply }));
  registerProxyRoutes(app, {
    paths: ['/'],
    async handle(request, reply) {
      await handle(context, { request, reply });
      return reply;
    },
  });
}
