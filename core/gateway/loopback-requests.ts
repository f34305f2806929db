import { gatewayText } from '../../contract/derived/catalog/en/gateway.ts';
import type { ActivityRecord } from '../activity/activity-log.ts';
import { type HostRule, matchesOwnHost } from './admission/host-rule.ts';
import { type DecodedBody, readDecodedBody } from './body/read-decoded-body.ts';
import { readPrefix } from './body/read-prefix.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { type Exchange, pathOf } from './listener/exchange.ts';
import { sendContinue, sendFailure } from './listener/send-response.ts';
import { sendLocalResponse } from './local-response.ts';
import { contentCoding } from './policy/content-coding.ts';
import { badRequest, type GatewayFailure, HOST_NOT_ALLOWED, UPSTREAM_UNAVAILABLE } from './policy/gateway-errors.ts';
import { isInference } from './policy/gateway-routes.ts';
import { failRequest, recordLocalResponse } from './request-record.ts';
import { type Forwarding, forwardRequest } from './upstream/forward-request.ts';
import { decodedHeaders, loopbackHeaders, responseHeaders } from './upstream/forwarded-headers.ts';
import { observeResponse } from './upstream/observe-response.ts';
import { relayResponse } from './upstream/relay-response.ts';

const PATH_REQUIRED = badRequest(gatewayText('request.pathRequired'));
const LOCAL_PATHS = { '/v1/health/live': 'live', '/v1/health/ready': 'ready', '/metrics': 'metrics' } as const;

function isLocalPath(path: string): path is keyof typeof LOCAL_PATHS {
  return Object.hasOwn(LOCAL_PATHS, path);
}

export interface LoopbackListener {
  /** null where only Corral itself can connect. */
  readonly hostRule: (exchange: Exchange) => HostRule | null;
  /** The client's address for the record; absent for Corral's own Playground. */
  readonly clientAddress: (exchange: Exchange) => string | undefined;
}

/** Why a request is rejected, from its head; null where it may proceed. */
function failureOf({ request, target }: Exchange, rule: HostRule | null): GatewayFailure | null {
  if (rule !== null && !matchesOwnHost(request.headersDistinct.host, rule)) return HOST_NOT_ALLOWED;
  // The absolute form names a host of its own, and `*` can't be forwarded.
  return target.startsWith('/') ? null : PATH_REQUIRED;
}

/**
 * An inference request that is compressed in a way that Corral knows, decoded: Ollama itself knows only zstd, and only under /v1.
 * null for every other body; one with an unknown coding is the server's to judge, which ignores the header.
 */
async function decodedBody(
  { limits, budget }: GatewayParts,
  { request, onOver }: Exchange,
): Promise<DecodedBody | null> {
  const encoding = contentCoding(request.headersDistinct['content-encoding']);
  if (!encoding.supported || encoding.coding === null) return null;
  return readDecodedBody(request, { limits, budget, key: '', coding: encoding.coding, onRelease: onOver });
}

/** What is forwarded: an inference request whole where it may have to be sent again, everything else unread. */
async function forwardingOf(
  parts: GatewayParts,
  exchange: Exchange,
): Promise<Forwarding | Extract<DecodedBody, { readonly failure: unknown }>> {
  const { request, method, target } = exchange;
  // Dot segments and characters that HTTP doesn't allow are left to the URL parser.
  const { pathname, search } = new URL(`http://localhost${target}`);
  const common = { method, path: pathname + search, headers: loopbackHeaders(request.headers) };
  const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  if (!hasBody) return { ...common, body: null, isRepeatable: method === 'GET' || method === 'HEAD' };
  if (!isInference(method, pathOf(target))) return { ...common, body: request, isRepeatable: false };
  const decoded = await decodedBody(parts, exchange);
  if (decoded !== null) {
    if ('failure' in decoded) return decoded;
    const headers = decodedHeaders(common.headers, decoded.body.byteLength);
    return { ...common, headers, body: decoded.body, isRepeatable: true };
  }
  const body = await readPrefix(request, parts.limits.bodyBytes);
  return { ...common, body, isRepeatable: true };
}

async function forward(parts: GatewayParts, exchange: Exchange, record: ActivityRecord): Promise<void> {
  const path = pathOf(exchange.target);
  const server = await parts.waitingRoom.server(exchange);
  const fail = (failure: GatewayFailure) => failRequest(exchange, failure, { path, record });
  if ('status' in server || exchange.isOver()) return fail('status' in server ? server : UPSTREAM_UNAVAILABLE);
  sendContinue(exchange);
  const forwarding = await forwardingOf(parts, exchange);
  if ('failure' in forwarding) return fail(forwarding.failure ?? UPSTREAM_UNAVAILABLE);
  const failure = await forwardRequest(parts, exchange, forwarding, ({ status, headers: received }, resume) => {
    const head = { status, headers: responseHeaders(received, { passCors: true }) };
    const observer = observeResponse(head, { path, record, onChunk: parts.onChunk });
    return relayResponse(exchange, head, { observer, filter: null, resume });
  });
  if (failure !== null || (exchange.isOver() && !exchange.response.headersSent)) fail(failure ?? UPSTREAM_UNAVAILABLE);
}

/** Handles requests from this Mac, which need no key: if their Host is ours, all are forwarded, without what identifies the client. */
export function createLoopbackHandler(
  parts: GatewayParts,
  { hostRule, clientAddress }: LoopbackListener,
): (exchange: Exchange) => Promise<void> {
  // Its model is unknown, since the body is not read.
  const beginRecord = (exchange: Exchange): ActivityRecord => {
    const { method, target } = exchange;
    const client = clientAddress(exchange);
    const start = { method, path: pathOf(target), model: null, key: null };
    return parts.activity.begin(client === undefined ? start : { ...start, client });
  };
  return async (exchange) => {
    const { method, target } = exchange;
    const failure = failureOf(exchange, hostRule(exchange));
    if (failure !== null) {
      recordLocalResponse(beginRecord(exchange), failure);
      return sendFailure(exchange, failure, null);
    }
    const path = pathOf(target);
    if ((method === 'GET' || method === 'HEAD') && isLocalPath(path)) {
      const response = await sendLocalResponse(exchange, LOCAL_PATHS[path], { parts, named: false });
      return recordLocalResponse(beginRecord(exchange), response);
    }
    parts.work.add(exchange, false);
    return forward(parts, exchange, beginRecord(exchange));
  };
}
