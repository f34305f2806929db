import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpHeaders, UpstreamClient, UpstreamResponse } from '../../http/upstream-client.ts';
import { type Endpoint, originOf } from '../../ollama/probe-version.ts';
import { responseHeaders } from './forwarded-headers.ts';

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

export interface ProxyRoutes {
  readonly paths: readonly string[];
  readonly handle: (request: FastifyRequest, reply: FastifyReply) => unknown;
}

/** Routes for every method, whose bodies are not read: they stream through, or are read where they are validated. */
export function registerProxyRoutes(app: FastifyInstance, { paths, handle }: ProxyRoutes): void {
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  for (const url of paths) app.route({ method: METHODS, url, handler: handle });
}

export interface ForwardedRequest {
  readonly upstream: Endpoint;
  /** Path and query that the server gets. */
  readonly path: string;
  /** All headers that it gets but Host. */
  readonly headers: HttpHeaders;
  /** In place of the client's body, which otherwise streams through. */
  readonly body: Uint8Array | null;
  /** Ends the request to the server, so that it stops loading and generating. */
  readonly signal: AbortSignal;
  /** Whether the client gets the server's own CORS headers. */
  readonly passCors: boolean;
}

/** Forwards a request to the server. Resolves with its response, with the headers that the client gets; rejects where none begins. */
export async function forwardRequest(
  client: UpstreamClient,
  { method, body: received, raw }: FastifyRequest,
  { upstream, path, headers, body, signal, passCors }: ForwardedRequest,
): Promise<UpstreamResponse> {
  const streamed = received instanceof Readable ? received : null;
  const response = await client.request(originOf(upstream), { method, path, headers, body: body ?? streamed, signal });
  const returned = responseHeaders(response.headers, { passCors });
  // The rest of the request would be read as the next one.
  return { ...response, headers: raw.complete ? returned : { ...returned, connection: 'close' } };
}
