import type { IncomingMessage } from 'node:http';
import type { ActivityRecord } from '../activity/activity-log.ts';
import type { KeyGrant } from '../keys/key-store.ts';
import {
  type AuthorizationResult,
  type AuthorizedRequest,
  authorizeRequest,
  type KeylessRequest,
} from './admission/authorize-request.ts';
import { validateContent } from './body/validate-content.ts';
import { forwardAuthorized } from './forward-authorized.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { type Exchange, pathOf } from './listener/exchange.ts';
import { sendContinue, sendFailure, sendResponse } from './listener/send-response.ts';
import { sendLocalResponse } from './local-response.ts';
import { type GatewayFailure, RATE_LIMITED } from './policy/gateway-errors.ts';
import { createModelPolicy } from './policy/model-policy.ts';
import { recordLocalResponse } from './request-record.ts';

export interface AuthenticatedListener {
  /** Names and addresses that a Host header may have. */
  readonly hosts: () => readonly string[];
  /** The client's address, for the record. */
  readonly clientAddress: (request: IncomingMessage) => string;
}

/** One listener's state. */
interface ListenerContext extends AuthenticatedListener {
  readonly parts: GatewayParts;
}

interface RecordOptions {
  readonly model: string | null;
  readonly grant: KeyGrant | null;
}

function beginRecord(
  { parts, clientAddress }: ListenerContext,
  { method, target, request }: Exchange,
  { model, grant: key }: RecordOptions,
): ActivityRecord {
  return parts.activity.begin({ method, path: pathOf(target), client: clientAddress(request), model, key });
}

interface Rejection {
  readonly authorization: AuthorizationResult;
  readonly failure: GatewayFailure;
  readonly model?: string | null;
}

/** Sends and records an error response. */
function reject(
  context: ListenerContext,
  exchange: Exchange,
  { authorization, failure, model = null }: Rejection,
): void {
  const grant = 'grant' in authorization ? authorization.grant : null;
  recordLocalResponse(beginRecord(context, exchange, { model, grant }), failure);
  sendFailure(exchange, failure, authorization.path);
}

function authorize({ parts, hosts }: ListenerContext, { request, method, target }: Exchange): AuthorizationResult {
  const { headersDistinct: headers } = request;
  const { origins } = parts.policy.current();
  return authorizeRequest(
    { method, target, headers },
    { hosts: hosts(), origins, check: parts.keys.check, maxBodyBytes: parts.limits.bodyBytes },
  );
}

/** Counts an authorized request; false where its key has too many in progress. */
function admit(
  { parts: { traffic, work, keyUsed }, clientAddress }: ListenerContext,
  exchange: Exchange,
  { grant: { id } }: AuthorizedRequest,
): boolean {
  const { socket } = exchange;
  const cancel = () => void socket.destroy();
  if (!traffic.enter(id, cancel)) return false;
  exchange.onOver(() => traffic.leave(id, cancel));
  work.addRequest(exchange);
  keyUsed(id, clientAddress(exchange.request));
  return true;
}

/** Responds to an authorized request, once its content is validated: locally, or with the server's response. */
async function respond(context: ListenerContext, exchange: Exchange, authorization: AuthorizedRequest): Promise<void> {
  const { parts } = context;
  const { route, parameter, grant } = authorization;
  const policy = createModelPolicy(parts.models, grant);
  if (route.handler !== 'server') {
    const { isListed } = policy;
    const response = await sendLocalResponse(exchange, route.handler, { parts, named: true, isListed });
    recordLocalResponse(beginRecord(context, exchange, { model: null, grant }), response);
    return;
  }
  // Before the body is read, so that many waiting requests hold no memory.
  const server = await parts.waitingRoom.server(exchange);
  if ('status' in server && !exchange.isOver()) return reject(context, exchange, { authorization, failure: server });
  parts.work.addResponse(exchange, true);
  sendContinue(exchange);
  const content = await validateContent(exchange.request, {
    route,
    parameter,
    grant,
    policy,
    limits: parts.limits,
    budget: parts.budget,
    onRelease: exchange.onOver,
  });
  if (!content.allowed) {
    const { failure, model } = content;
    if (failure) reject(context, exchange, { authorization, failure, model });
    return;
  }
  const record = beginRecord(context, exchange, { model: content.model, grant });
  await forwardAuthorized(parts, exchange, { authorization, content, policy, record });
}

/** Not recorded: a monitor asks every few seconds. */
async function respondWithoutKey(
  { parts }: ListenerContext,
  exchange: Exchange,
  { route }: KeylessRequest,
): Promise<void> {
  await sendLocalResponse(exchange, route.handler, { parts, named: false, isListed: () => false });
}

/** Handles requests with a key: each is authorized by its head, then validated by its content, and forwarded only as validated. */
export function createAuthenticatedHandler(
  parts: GatewayParts,
  listener: AuthenticatedListener,
): (exchange: Exchange) => Promise<void> {
  const context: ListenerContext = { ...listener, parts };
  return async (exchange) => {
    const { socket } = exchange;
    parts.stalls.add(exchange);
    const authorization = authorize(context, exchange);
    exchange.headers = authorization.headers;
    if (authorization.kind === 'preflight') return sendResponse(exchange, { status: 204, body: '' });
    const hasKey = authorization.kind !== 'keyless' && authorization.grant !== null;
    parts.clientConnections.onRequest(socket, hasKey);
    if (hasKey) exchange.onOver(() => parts.clientConnections.onResponse(socket));
    if (authorization.kind === 'keyless') return respondWithoutKey(context, exchange, authorization);
    if (authorization.kind === 'rejected') {
      return reject(context, exchange, { authorization, failure: authorization.failure });
    }
    if (!admit(context, exchange, authorization)) {
      return reject(context, exchange, { authorization, failure: RATE_LIMITED });
    }
    return respond(context, exchange, authorization);
  };
}
