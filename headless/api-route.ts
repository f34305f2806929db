import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { apiError } from './refusal-pages.ts';

type Respond = (request: Request) => Promise<Response>;

/** Headers of one connection (hop-by-hop), and our own cookie. */
const CONNECTION_HEADERS = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'set-cookie'];
/** Also withheld from core: what identifies the client. */
const WITHHELD_HEADERS = [...CONNECTION_HEADERS, 'authorization', 'cookie', 'host', 'expect'];

/** Forwards `/v1` and `/metrics` to core: bodies stream both ways, and a client that disconnects cancels the request. */
export function addApiRoute(server: FastifyInstance, respond: Respond): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const abort = new AbortController();
    reply.raw.once('close', () => abort.abort());
    const response = await respond(toRequest(request, abort.signal)).catch((error: unknown) => {
      if (!abort.signal.aborted) process.stderr.write(`${headlessText('api.failed', { reason: String(error) })}\n`);
      return Response.json(apiError(headlessText('api.notForwarded'), 'internal_error'), { status: 500 });
    });
    await send(response, reply);
  };
  server.all('/v1', handle);
  server.all('/v1/*', handle);
  server.get('/metrics', handle);
}

function toRequest({ raw, body }: FastifyRequest, signal: AbortSignal): Request {
  return new Request(new URL(raw.url ?? '/', 'http://corral'), {
    method: raw.method ?? 'GET',
    headers: forwardedHeaders(raw),
    signal,
    ...(body instanceof Readable ? { body: Readable.toWeb(body), duplex: 'half' as const } : {}),
  });
}

function forwardedHeaders({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    if (!WITHHELD_HEADERS.includes(name)) for (const value of values) headers.append(name, value);
  }
  return headers;
}

/** Streams the response; the head is sent immediately, before the first chunk. */
async function send(response: Response, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  for (const [name, value] of response.headers) if (!CONNECTION_HEADERS.includes(name)) raw.setHeader(name, value);
  raw.statusCode = response.status;
  raw.flushHeaders();
  if (response.body === null) {
    raw.end();
    return;
  }
  // Where the client disconnected or the stream broke, a closed connection is all that can be sent.
  await pipeline(Readable.fromWeb(response.body), raw).catch(() => raw.destroy());
}
