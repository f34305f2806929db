import { type ActivityRecord, NO_USAGE } from '../activity/activity-log.ts';
import type { HttpHeaders } from '../http/upstream-client.ts';
import type { AuthorizedRequest } from './admission/authorize-request.ts';
import type { ValidContent } from './body/validate-content.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { Exchange } from './listener/exchange.ts';
import { sendResponse } from './listener/send-response.ts';
import { type GatewayFailure, INVALID_MODEL_LIST, UPSTREAM_UNAVAILABLE } from './policy/gateway-errors.ts';
import type { GatewayRoute } from './policy/gateway-routes.ts';
import type { ModelPolicy } from './policy/model-policy.ts';
import { endForwarded, failRequest } from './request-record.ts';
import { filterModelList, type ListRules } from './upstream/filter-model-list.ts';
import { forwardRequest } from './upstream/forward-request.ts';
import { forwardedHeaders, responseHeaders } from './upstream/forwarded-headers.ts';
import { contentTypeOf, observeResponse } from './upstream/observe-response.ts';
import { relayResponse } from './upstream/relay-response.ts';
import type { ResponseHead, ResponseReader, ServerRequest, TakeResponse } from './upstream/server-connections.ts';
import { createUsageFilter } from './upstream/usage-filter.ts';

export interface ValidatedRequest {
  readonly authorization: AuthorizedRequest;
  readonly content: ValidContent;
  readonly policy: ModelPolicy;
  readonly record: ActivityRecord;
}

type UpstreamRequest = Pick<ServerRequest, 'path' | 'headers'> & { readonly body: Uint8Array | null };

/**
 * What the server gets of a validated request. Without the client's query: no route of a key reads one, Go's forms take a `model`
 * from it, and it would be logged.
 */
export function upstreamRequest(
  { path, body }: Pick<ValidContent, 'path' | 'body'>,
  { route, received }: { readonly route: Pick<GatewayRoute, 'body'>; readonly received: HttpHeaders },
): UpstreamRequest {
  const length = body ? String(body.bytes.byteLength) : received['content-length'];
  return {
    path,
    body: body?.bytes ?? null,
    headers: {
      ...forwardedHeaders(received),
      ...(body ? { 'content-type': body.contentType } : {}),
      ...(length !== undefined && route.body !== 'none' ? { 'content-length': length } : {}),
    },
  };
}

export interface ResponseFacts {
  readonly route: Pick<GatewayRoute, 'listField'>;
  readonly method: string;
  readonly status: number;
  readonly contentType: string;
  /** The key may use only some models. */
  readonly isRestricted: boolean;
  readonly hasAliases: boolean;
  readonly usageAdded: boolean;
}

export type ResponseHandling =
  | {
      readonly kind: 'relay';
      readonly removeUsage: boolean;
      /** The length of the server's response isn't that of ours, or would reveal what the key must not know. */
      readonly dropLength: boolean;
    }
  | { readonly kind: 'filterList'; readonly field: ListRules['field'] };

/** What happens to the server's response on its way to the client. */
export function responseHandling(facts: ResponseFacts): ResponseHandling {
  const { route, method, status, contentType, isRestricted, hasAliases, usageAdded } = facts;
  const field = isRestricted || hasAliases ? route.listField : null;
  if (field !== null && method !== 'HEAD' && status === 200) return { kind: 'filterList', field };
  const removeUsage = usageAdded && contentType.includes('event-stream');
  // For HEAD too: the length would reveal how many other models there are.
  return { kind: 'relay', removeUsage, dropLength: removeUsage || field !== null };
}

function withoutLength({ 'content-length': _, ...headers }: HttpHeaders): HttpHeaders {
  return headers;
}

/** Tells the list of models what the request may change, and when it is over. */
function reportChanges({ models }: GatewayParts, exchange: Exchange, changes: readonly string[]): void {
  for (const onEnd of changes.map(models.changing)) exchange.onOver(onEnd);
}

interface Listed extends Pick<ValidatedRequest, 'record'> {
  readonly path: string | null;
  readonly rules: ListRules;
}

/** Sends a list of models as far as the client may see it, with the aliases that it can use. */
export function sendFilteredList(
  { onChunk }: GatewayParts,
  exchange: Exchange,
  { status, headers }: ResponseHead,
  { record, path, rules }: Listed,
): ResponseReader {
  const chunks: Buffer[] = [];
  const fail = (failure: GatewayFailure) => failRequest(exchange, failure, { path, record });
  return {
    onData(chunk) {
      chunks.push(chunk);
      return true;
    },
    onEnd() {
      onChunk();
      const filtered = filterModelList(Buffer.concat(chunks), rules);
      if (filtered === null) return fail(INVALID_MODEL_LIST);
      record.firstByte();
      record.setStatus(status);
      record.end('done', NO_USAGE);
      sendResponse(exchange, { status, headers, body: filtered });
    },
    onBroken: () => fail(UPSTREAM_UNAVAILABLE),
  };
}

/** Sends the server's response to a validated request on to the client, as far as the key may see it. */
function takeResponse(parts: GatewayParts, exchange: Exchange, validated: ValidatedRequest): TakeResponse {
  const { authorization, content, policy, record } = validated;
  const { route, grant, path } = authorization;
  return ({ status, headers: received }, resume) => {
    const headers = responseHeaders(received, { passCors: false });
    const head = { status, headers };
    const aliases = route.listField === 'data' ? parts.models.aliases(grant.id) : [];
    const handling = responseHandling({
      route,
      method: exchange.method,
      status,
      contentType: contentTypeOf(head),
      isRestricted: grant.models !== null,
      hasAliases: aliases.length > 0,
      usageAdded: content.usageAdded,
    });
    if (handling.kind === 'filterList') {
      const rules = { field: handling.field, isListed: policy.isListed, aliases };
      return sendFilteredList(parts, exchange, { status, headers: withoutLength(headers) }, { path, record, rules });
    }
    const observer = observeResponse(head, { path: route.path, record, onChunk: parts.onChunk });
    const filter = handling.removeUsage ? createUsageFilter() : null;
    const sent = handling.dropLength ? { status, headers: withoutLength(headers) } : head;
    return relayResponse(exchange, sent, { observer, filter, resume });
  };
}

/** Forwards a validated request to the server and sends its response to the client. */
export async function forwardAuthorized(
  parts: GatewayParts,
  exchange: Exchange,
  validated: ValidatedRequest,
): Promise<void> {
  const { authorization, content, record } = validated;
  const { route, path } = authorization;
  const { method, request } = exchange;
  reportChanges(parts, exchange, content.changes);
  const { body, ...upstream } = upstreamRequest(content, { route, received: request.headers });
  const forwarding = {
    ...upstream,
    method,
    body: route.body === 'blob' ? request : body,
    // What changes models may have done so before the connection was lost.
    isRepeatable: route.scope === 'inference',
  };
  const failure = await forwardRequest(parts, exchange, forwarding, takeResponse(parts, exchange, validated));
  endForwarded(exchange, failure, { path, record });
}
