import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apiError } from './refusal-pages.ts';

type Answer = (request: Request) => Promise<Response>;

/** Headers that belong to one connection, or to us. */
const ofTheConnection = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'set-cookie'];
/** What says who asks stays here too. */
const notPassedOn = [...ofTheConnection, 'authorization', 'cookie', 'host', 'expect'];

/** Hands `/v1` and `/metrics` to core: bodies stream both ways, and a caller who leaves ends the work. */
export function addApiRoute(server: FastifyInstance, answer: Answer): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const abort = new AbortController();
    reply.raw.once('close', () => abort.abort());
    const response = await answer(toRequest(request, abort.signal)).catch((error: unknown) => {
      if (!abort.signal.aborted) process.stderr.write(`A request for the API failed: ${String(error)}\n`);
      return Response.json(apiError('Corral could not pass this on.', 'internal_error'), { status: 500 });
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
    headers: passedOn(raw),
    signal,
    ...(body instanceof Readable ? { body: Readable.toWeb(body), duplex: 'half' as const } : {}),
  });
}

function passedOn({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    if (!notPassedOn.includes(name)) for (const value of values) headers.append(name, value);
  }
  return headers;
}

/** Writes each piece as it comes; the head goes out at once, before the first. */
async function send(response: Response, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  for (const [name, value] of response.headers) if (!ofTheConnection.includes(name)) raw.setHeader(name, value);
  raw.statusCode = response.status;
  raw.flushHeaders();
  if (response.body === null) {
    raw.end();
    return;
  }
  // A caller who left, or a stream that broke: the connection has ended, and that is the whole answer.
  await pipeline(Readable.fromWeb(response.body), raw).catch(() => raw.destroy());
}
