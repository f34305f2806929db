import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { tagInternalRequest } from './internal-request-tag.ts';

export interface UpstreamRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | ReadableStream | null;
  readonly signal: AbortSignal;
}

const WITHOUT_BODY = new Set([204, 205, 304]);

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

/**
 * One HTTP request over node:http, answered as a streamed `Response`. Node's own fetch would end an answer that takes more
 * than five minutes to begin, which loading a large model may, and offers no way to say otherwise.
 * Cancelling the body or aborting the signal closes the connection. Rejects when no answer begins.
 */
export async function requestUpstream(url: URL, options: UpstreamRequest): Promise<Response> {
  const { method, headers, body, signal } = options;
  signal.throwIfAborted();
  const path = tagInternalRequest(url.pathname + url.search);
  const outgoing = request(url, { method, path, headers, signal, agent: false });
  const answered = once(outgoing, 'response', { signal });
  if (body instanceof Uint8Array) outgoing.end(body);
  else if (body) {
    const source = Readable.fromWeb(body);
    source.on('error', (error) => outgoing.destroy(error));
    outgoing.on('close', () => source.destroy());
    source.pipe(outgoing);
  } else outgoing.end();
  const [incoming]: IncomingMessage[] = await answered;
  if (!incoming) throw new Error('The server gave no answer.');
  // Without a listener, an abort after the answer began would surface as an uncaught error of the request.
  outgoing.on('error', () => undefined);
  const status = incoming.statusCode ?? 502;
  const init = { status, headers: headersOf(incoming) };
  if (WITHOUT_BODY.has(status) || method === 'HEAD') {
    incoming.resume();
    return new Response(null, init);
  }
  return new Response(bodyOf(incoming), init);
}

/** Chunk by chunk as they come; nothing is read ahead of the reader. */
function bodyOf(incoming: IncomingMessage): globalThis.ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = incoming[Symbol.asyncIterator]();
  return new globalThis.ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        incoming.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
