import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { gatewayText } from '../../contract/derived/catalog/en/gateway.ts';
import type { ActivityRecord } from '../activity/activity-log.ts';
import { originOf } from '../ollama/probe-version.ts';
import { type HostRule, matchesOwnHost } from './admission/host-rule.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { clientAddress } from './listener/client-address.ts';
import type { ClientConnections } from './listener/client-connections.ts';
import { sendContinue, sendFailure } from './listener/http-listener.ts';
import { sendLocalResponse } from './local-response.ts';
import {
  badRequest,
  type GatewayFailure,
  HOST_NOT_ALLOWED,
  SERVER_NOT_RUNNING,
  UPSTREAM_UNAVAILABLE,
} from './policy/gateway-errors.ts';
import { failRequest, pathOf, recordLocalResponse } from './request-record.ts';
import { loopbackHeaders } from './upstream/forwarded-headers.ts';
import { observeResponse } from './upstream/observe-response.ts';
import { relayResponse } from './upstream/relay-response.ts';
import { forwardRequest, registerProxyRoutes } from './upstream/server-proxy.ts';

const PATH_REQUIRED = badRequest(gatewayText('request.pathRequired'));
const LOCAL_PATHS = { '/v1/health/live': 'live', '/v1/health/ready': 'ready', '/metrics': 'metrics' } as const;

function isLocalPath(path: string): path is keyof typeof LOCAL_PATHS {
  return Object.hasOwn(LOCAL_PATHS, path);
}

export interface LoopbackListener {
  readonly clients: ClientConnections;
  readonly hostRule: () => HostRule;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Begins the record of a request; its model is unknown, since the body is not read. */
function beginRecord({ activity }: GatewayParts, { method, url, raw }: FastifyRequest): ActivityRecord {
  return activity.begin({ method, path: pathOf(url), client: clientAddress(raw), model: null, key: null });
}

/** Why a request is rejected, from its head; null where it may proceed. */
function failureOf(request: FastifyRequest, rule: HostRule): GatewayFailure | null {
  if (!matchesOwnHost(request.raw.headersDistinct.host, rule)) return HOST_NOT_ALLOWED;
  // The absolute form names a host of its own, and `*` can't be forwarded.
  return request.url.startsWith('/') ? null : PATH_REQUIRED;
}

async function forward(parts: GatewayParts, clients: ClientConnections, { request, reply }: Exchange): Promise<void> {
  const { url, headers } = request;
  const path = pathOf(url);
  const record = beginRecord(parts, request);
  const signal = clients.disconnectSignal(reply.raw);
  const upstream = parts.upstream();
  if (upstream === null) return failRequest(reply, SERVER_NOT_RUNNING, { path, record, signal });
  const { pathname, search } = new URL(originOf(upstream) + url);
  const forwarded = { upstream, path: pathname + search, headers: loopbackHeaders(headers), body: null, signal };
  const response = await forwardRequest(parts.client, request, { ...forwarded, passCors: true }).catch(() => null);
  if (response === null) return failRequest(reply, UPSTREAM_UNAVAILABLE, { path, record, signal });
  observeResponse(response, { path, record, signal, onChunk: parts.onChunk });
  relayResponse(response, reply, { filter: null });
}

/** Requests from this Mac, which need no key: if their Host is ours, all are forwarded, without what identifies the client. */
export function registerLoopbackRoutes(
  app: FastifyInstance,
  parts: GatewayParts,
  { clients, hostRule }: LoopbackListener,
): void {
  app.addHook('onRequest', async (request, reply) => {
    parts.stalls.add(request.raw, reply.raw);
    const failure = failureOf(request, hostRule());
    if (failure === null) return sendContinue(request.raw, reply.raw);
    recordLocalResponse(beginRecord(parts, request), failure);
    return sendFailure(reply, failure, null);
  });
  registerProxyRoutes(app, {
    paths: ['/', '/*'],
    async handle(request, reply) {
      const path = pathOf(request.url);
      if (request.method === 'GET' && isLocalPath(path)) {
        const response = await sendLocalResponse(reply, LOCAL_PATHS[path], parts);
        recordLocalResponse(beginRecord(parts, request), response);
      } else await forward(parts, clients, { request, reply });
      return reply;
    },
  });
}
