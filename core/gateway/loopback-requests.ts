import { gatewayText } from '../../contract/derived/catalog/en/gateway.ts';
import type { ActivityRecord } from '../activity/activity-log.ts';
import { extractApiKey } from './admission/credential.ts';
import { sendFilteredList } from './forward-authorized.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { type Exchange, pathOf } from './listener/exchange.ts';
import { sendContinue, sendFailure } from './listener/send-response.ts';
import { sendLocalResponse } from './local-response.ts';
import { type LoopbackAccess, type LoopbackRules, loopbackAccess } from './loopback/loopback-access.ts';
import { loopbackForwarding } from './loopback-forwarding.ts';
import {
  badRequest,
  type GatewayFailure,
  HOST_NOT_ALLOWED,
  ORIGIN_NOT_ALLOWED,
  UPSTREAM_UNAVAILABLE,
} from './policy/gateway-errors.ts';
import { localHandler } from './policy/gateway-routes.ts';
import { endForwarded, failRequest, recordLocalResponse } from './request-record.ts';
import { forwardRequest } from './upstream/forward-request.ts';
import { loopbackHeaders, responseHeaders } from './upstream/forwarded-headers.ts';
import { observeResponse } from './upstream/observe-response.ts';
import { relayResponse } from './upstream/relay-response.ts';
import type { ResponseReader, TakeResponse } from './upstream/server-connections.ts';

const PATH_REQUIRED = badRequest(gatewayText('request.pathRequired'));
const REJECTIONS: Readonly<Record<Extract<LoopbackAccess, { kind: 'rejected' }>['reason'], GatewayFailure>> = {
  malformedHost: badRequest(gatewayText('request.malformed')),
  host: HOST_NOT_ALLOWED,
  origin: ORIGIN_NOT_ALLOWED,
};

export interface LoopbackListener {
  /** null where only Corral itself can connect. */
  readonly rules: (() => LoopbackRules) | null;
  /** The client's address for the record; absent for Corral's own Playground. */
  readonly clientAddress: (exchange: Exchange) => string | undefined;
}

/** No web page and no other program can send a request here. */
const OWN_ACCESS: LoopbackAccess = { kind: 'allowed', cors: {}, passOrigin: false };

function accessOf({ request, method }: Exchange, rules: LoopbackRules | undefined): LoopbackAccess {
  if (rules === undefined) return OWN_ACCESS;
  const { origin } = request.headers;
  return loopbackAccess({ method, hosts: request.headersDistinct.host ?? [], origin }, rules);
}

/** Whether a request has a key that is valid: who has one may know the names of the others, who use the server. */
function hasKey({ keys }: GatewayParts, { request }: Exchange): boolean {
  const secret = extractApiKey(request.headersDistinct);
  return secret !== null && keys.check(secret) !== null;
}

interface Forwarded {
  readonly path: string;
  readonly record: ActivityRecord;
}

/** The server's list of models, with the aliases; null for any other response, and where there are none. */
function listWithAliases(
  parts: GatewayParts,
  exchange: Exchange,
  { path, record }: Forwarded,
): ((...head: Parameters<TakeResponse>) => ResponseReader) | null {
  if (path !== '/v1/models' || exchange.method !== 'GET') return null;
  const aliases = parts.models.aliases(null);
  if (aliases.length === 0) return null;
  const rules = { field: 'data', isListed: () => true, aliases } as const;
  return (head) => sendFilteredList(parts, exchange, head, { path, record, rules });
}

/** Sends the server's response on as it is, with its own CORS headers. */
function takeResponse(parts: GatewayParts, exchange: Exchange, { path, record }: Forwarded): TakeResponse {
  const listed = listWithAliases(parts, exchange, { path, record });
  return ({ status, headers: received }, resume) => {
    const isListed = listed !== null && status === 200;
    const head = { status, headers: responseHeaders(received, { passCors: !isListed }) };
    if (isListed) return listed(head, resume);
    exchange.headers = {};
    const observer = observeResponse(head, { path, record, onChunk: parts.onChunk });
    return relayResponse(exchange, head, { observer, filter: null, resume });
  };
}

interface Allowed {
  readonly passOrigin: boolean;
  readonly beginRecord: (model: string | null) => ActivityRecord;
}

async function forward(parts: GatewayParts, exchange: Exchange, { passOrigin, beginRecord }: Allowed): Promise<void> {
  const path = pathOf(exchange.target);
  const server = await parts.waitingRoom.server(exchange);
  if ('status' in server || exchange.isOver()) {
    const failure = 'status' in server ? server : UPSTREAM_UNAVAILABLE;
    return failRequest(exchange, failure, { path, record: beginRecord(null) });
  }
  parts.work.addResponse(exchange, false);
  sendContinue(exchange);
  const headers = loopbackHeaders(exchange.request.headers, { passOrigin });
  const forwarding = await loopbackForwarding(parts, exchange, headers);
  const record = beginRecord('model' in forwarding ? forwarding.model : null);
  if ('failure' in forwarding)
    return failRequest(exchange, forwarding.failure ?? UPSTREAM_UNAVAILABLE, { path, record });
  const failure = await forwardRequest(parts, exchange, forwarding, takeResponse(parts, exchange, { path, record }));
  endForwarded(exchange, failure, { path, record });
}

/**
 * Handles requests from this Mac, which need no key: those that Ollama itself would accept are all forwarded, without what identifies
 * the client.
 */
export function createLoopbackHandler(
  parts: GatewayParts,
  { rules, clientAddress }: LoopbackListener,
): (exchange: Exchange) => Promise<void> {
  const beginRecord = (exchange: Exchange, model: string | null): ActivityRecord => {
    const { method, target } = exchange;
    const client = clientAddress(exchange);
    const start = { method, path: pathOf(target), model, key: null };
    return parts.activity.begin(client === undefined ? start : { ...start, client });
  };
  const reject = (exchange: Exchange, failure: GatewayFailure): void => {
    recordLocalResponse(beginRecord(exchange, null), failure);
    sendFailure(exchange, failure, null);
  };
  return async (exchange) => {
    const { method, target } = exchange;
    const access = accessOf(exchange, rules?.());
    exchange.headers = access.cors;
    if (access.kind === 'rejected') return reject(exchange, REJECTIONS[access.reason]);
    // The absolute form names a host of its own, and `*` can't be forwarded.
    if (!target.startsWith('/')) return reject(exchange, PATH_REQUIRED);
    // Not recorded, as little as any other preflight.
    if (access.kind === 'noContent') return void exchange.response.writeHead(204, { ...access.cors }).end();
    const handler = method === 'GET' || method === 'HEAD' ? localHandler(pathOf(target)) : null;
    if (handler !== null) {
      const named = rules === null || hasKey(parts, exchange);
      const response = await sendLocalResponse(exchange, handler, { parts, named, isListed: () => true });
      // A monitor asks for its health every few seconds.
      const isHealth = handler === 'live' || handler === 'ready';
      return isHealth ? undefined : recordLocalResponse(beginRecord(exchange, null), response);
    }
    parts.work.addRequest(exchange);
    const { passOrigin } = access;
    return forward(parts, exchange, { passOrigin, beginRecord: (model) => beginRecord(exchange, model) });
  };
}
