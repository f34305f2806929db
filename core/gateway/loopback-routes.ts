import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { redactPath } from '../activity/redact-path.ts';
import { tagInternalRequest } from '../http/internal-request-tag.ts';
import { originOf } from '../ollama/probe-version.ts';
import { type HostRule, matchesOwnHost } from './admission/host-rule.ts';
import { failing } from './failing.ts';
import { type GatewayRequest, recordLocalResponse } from './gateway-activity.ts';
import { badRequest, type GatewayFailure, HOST_NOT_ALLOWED, UPSTREAM_UNAVAILABLE } from './gateway-error.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { clientAddress } from './listener/client-address.ts';
import type { ClientConnections } from './listener/client-connections.ts';
import { sendContinue, sendFailure } from './listener/http-listener.ts';
import { localResponse } from './local-response.ts';
import { SERVER_NOT_RUNNING } from './openai-error.ts';
import { keylessHeaders } from './upstream/forwarded-headers.ts';
import { relayResponse } from './upstream/relay-response.ts';
import { type Forward, registerServerProxy } from './upstream/server-proxy.ts';

const NO_PATH = badRequest('The request must name a path.');
const OWN_PATHS = { '/v1/health/live': 'live', '/v1/health/ready': 'ready', '/metrics': 'metrics' } as const;
function isOwnPath(path: string): path is keyof typeof OWN_PATHS {
  return Object.hasOwn(OWN_PATHS, path);
}

export interface KeylessListener {
  readonly clients: ClientConnections;
  readonly host: () => HostRule;
}

/** Requests of this Mac, which need no key: all go on as they are, once their Host names us, without what tells who is asking. */
export async function registerLoopbackRoutes(
  app: FastifyInstance,
  parts: GatewayParts,
  { clients, host }: KeylessListener,
) {
  const { activity, stalls } = parts;
  /** Without its model: the body goes on unread. */
  const asked = ({ method, url, raw }: FastifyRequest): GatewayRequest => ({
    method,
    path: redactPath(url),
    client: clientAddress(raw),
    model: null,
    key: null,
  });
  const refuse = (
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    failure: GatewayFailure,
  ) => {
    recordLocalResponse(activity, asked(request), failure.status);
    return sendFailure(reply, failure, null);
  };
  app.addHook('onRequest', async (request, reply) => {
    stalls.add(request.raw, reply.raw);
    if (!matchesOwnHost(request.raw.headersDistinct.host, host())) return refuse({ request, reply }, HOST_NOT_ALLOWED);
    // An absolute form names a host of its own, and `*` nothing that goes on.
    if (!request.url.startsWith('/')) return refuse({ request, reply }, NO_PATH);
    sendContinue(request.raw, reply.raw);
  });

  const handle = async (request: FastifyRequest, reply: FastifyReply, forward: Forward) => {
    const { method, url } = request;
    const [path = ''] = url.split('?', 1);
    if (method === 'GET' && isOwnPath(path)) {
      recordLocalResponse(activity, asked(request), await localResponse(reply, OWN_PATHS[path], parts));
      return reply;
    }
    const record = activity.begin(asked(request));
    const signal = clients.left(reply.raw);
    const fail = failing(reply, { path, record, signal });
    const upstream = parts.upstream();
    if (upstream === null) fail(SERVER_NOT_RUNNING);
    else {
      const { pathname, search } = new URL(originOf(upstream) + url);
      forward({
        upstream,
        target: tagInternalRequest(pathname + search),
        headers: keylessHeaders(request.headers),
        signal,
        passCors: true,
        onAnswer: (answer) =>
          relayResponse(answer, reply, { path, record, signal, onChunk: parts.onChunk, filter: null }),
        onFailure: () => fail(UPSTREAM_UNAVAILABLE),
      });
    }
    return reply;
  };
  await registerServerProxy(app, { routes: ['/', '/*'], handle });
}
