import { buffer } from 'node:stream/consumers';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ActivityRecord, NO_USAGE } from '../activity/activity-log.ts';
import type { HttpHeaders, UpstreamResponse } from '../http/upstream-client.ts';
import type { AuthorizedRequest } from './admission/authorize-request.ts';
import type { ValidContent } from './body/validate-content.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { INVALID_MODEL_LIST, SERVER_NOT_RUNNING, UPSTREAM_UNAVAILABLE } from './policy/gateway-errors.ts';
import type { GatewayRoute } from './policy/gateway-routes.ts';
import type { ModelPolicy } from './policy/model-policy.ts';
import { failRequest } from './request-record.ts';
import { filterModelList, type ListRules } from './upstream/filter-model-list.ts';
import { forwardedHeaders } from './upstream/forwarded-headers.ts';
import { contentTypeOf, observeResponse } from './upstream/observe-response.ts';
import { relayResponse } from './upstream/relay-response.ts';
import { type ForwardedRequest, forwardRequest } from './upstream/server-proxy.ts';
import { createUsageFilter } from './upstream/usage-filter.ts';

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface ValidatedRequest {
  readonly authorization: AuthorizedRequest;
  readonly content: ValidContent;
  readonly policy: ModelPolicy;
  readonly record: ActivityRecord;
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal;
}

type UpstreamRequest = Pick<ForwardedRequest, 'path' | 'headers' | 'body'>;

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
function reportChanges({ models }: GatewayParts, { raw }: FastifyReply, changes: readonly string[]): void {
  for (const onEnd of changes.map(models.changing)) raw.once('close', () => onEnd(raw.writableFinished));
}

/** Sends a list of models as far as the key may see it. */
async function sendFilteredList(
  { onChunk }: GatewayParts,
  {
    response,
    reply,
    validated,
    rules,
  }: {
    readonly response: UpstreamResponse;
    readonly reply: FastifyReply;
    readonly validated: ValidatedRequest;
    readonly rules: ListRules;
  },
): Promise<void> {
  const { record, signal } = validated;
  const { path } = validated.authorization;
  const list = await buffer(response.body).catch(() => null);
  if (list === null) return failRequest(reply, UPSTREAM_UNAVAILABLE, { path, record, signal });
  onChunk();
  const filtered = filterModelList(list, rules);
  if (filtered === null) return failRequest(reply, INVALID_MODEL_LIST, { path, record, signal });
  record.firstByte();
  record.setStatus(response.status);
  record.end('done', NO_USAGE);
  reply.code(response.status).headers(withoutLength(response.headers)).headers(validated.authorization.headers);
  reply.send(filtered);
}

/** Forwards a validated request to the server and sends its response to the client. */
export async function forwardAuthorized(
  parts: GatewayParts,
  { request, reply }: Exchange,
  validated: ValidatedRequest,
): Promise<void> {
  const { authorization, content, policy, record, signal } = validated;
  const { route, grant, path } = authorization;
  const upstream = parts.upstream();
  if (upstream === null) return failRequest(reply, SERVER_NOT_RUNNING, { path, record, signal });
  reportChanges(parts, reply, content.changes);
  const forwarded = {
    ...upstreamRequest(content, { route, received: request.headers }),
    upstream,
    signal,
    passCors: false,
  };
  const response = await forwardRequest(parts.client, request, forwarded).catch(() => null);
  if (response === null) return failRequest(reply, UPSTREAM_UNAVAILABLE, { path, record, signal });
  const aliases = route.listField === 'data' ? parts.models.aliases(grant.id) : [];
  const handling = responseHandling({
    route,
    method: request.method,
    status: response.status,
    contentType: contentTypeOf(response),
    isRestricted: grant.models !== null,
    hasAliases: aliases.length > 0,
    usageAdded: content.usageAdded,
  });
  if (handling.kind === 'filterList') {
    const rules = { field: handling.field, isListed: policy.isListed, aliases };
    return sendFilteredList(parts, { response, reply, validated, rules });
  }
  observeResponse(response, { path: route.path, record, signal, onChunk: parts.onChunk });
  const headers = handling.dropLength ? withoutLength(response.headers) : response.headers;
  relayResponse({ ...response, headers }, reply, { filter: handling.removeUsage ? createUsageFilter() : null });
}
