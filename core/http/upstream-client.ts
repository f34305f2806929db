import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import { tagInternalRequest } from './internal-requests.ts';

/** By lowercase name. */
export type HttpHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface UpstreamRequest {
  readonly method: string;
  /** Path and query; the tag of Corral's own requests is added. */
  readonly path: string;
  /** All headers but Host, which is the origin's. */
  readonly headers: HttpHeaders;
  readonly body: Uint8Array | Readable | null;
  /** Closes the connection, before and during the response. */
  readonly signal: AbortSignal;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** False for a response to HEAD and for statuses that never have one; `body` ends at once then. */
  readonly hasBody: boolean;
  /** Ends when the response is complete; one that breaks off only closes. */
  readonly body: Readable;
}

/** HTTP to the server. */
export interface UpstreamClient {
  /** Resolves when the response begins. Rejects when none does, and for a status that HTTP doesn't have. */
  request(origin: string, request: UpstreamRequest): Promise<UpstreamResponse>;
  /** Closes all connections, those in use too. */
  close(): Promise<void>;
}

export interface UpstreamClientOptions {
  /** Whether a connection is used for further requests; otherwise each has its own. */
  readonly keepAlive: boolean;
}

const STATUSES_WITHOUT_BODY = new Set([204, 205, 304]);

/** Whether a response may have a body, by what was requested and how it ended. */
export function mayHaveBody(method: string, status: number): boolean {
  return method !== 'HEAD' && !STATUSES_WITHOUT_BODY.has(status);
}

/** Loading a large model may take longer than any limit, so only the request's signal ends it. Redirects are not followed. */
const NO_TIME_LIMITS = { headersTimeout: 0, bodyTimeout: 0 };

const CONNECTION_LOSS_CODES = new Set([
  // The system's
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
  // undici's: not connected, closed without a response, and closed before the response's length
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'],
]);

/** Whether an error of a request or of a response's body means that the connection failed or broke. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Closed in the middle of a chunked response; undici has no code for it.
  if (error.name === 'HTTPParserError') return error.message.includes('Invalid EOF state');
  return 'code' in error && typeof error.code === 'string' && CONNECTION_LOSS_CODES.has(error.code);
}

export function createUpstreamClient({ keepAlive }: UpstreamClientOptions): UpstreamClient {
  const agent = new Agent({ ...NO_TIME_LIMITS, pipelining: keepAlive ? 1 : 0 });
  return {
    async request(origin, { path, ...request }) {
      const response = await agent.request({ ...request, origin, path: tagInternalRequest(path) });
      const { statusCode: status, headers, body } = response;
      if (status > 599) {
        body.on('error', () => undefined).destroy();
        throw new Error(`The server responded with status ${status}.`);
      }
      return { status, headers, hasBody: mayHaveBody(request.method, status), body };
    },
    close: () => agent.destroy(),
  };
}

/** A new connection for each request, so that none fails because the server has just closed one, and nothing is left open. */
const unpooledClient = createUpstreamClient({ keepAlive: false });

/** One request of Corral's own, with the response as the Fetch API has it. Canceling its body closes the connection. */
export async function requestUpstream(origin: string, request: UpstreamRequest): Promise<Response> {
  const response = await unpooledClient.request(origin, request);
  return toFetchResponse(response, { onCancel: () => void response.body.destroy() });
}

export interface FetchResponseOptions {
  /** In place of the response's own. */
  readonly headers?: HttpHeaders;
  readonly onCancel: () => void;
}

/** The response as the Fetch API has it, its body read no faster than its reader reads. */
export function toFetchResponse(
  { status, headers, hasBody, body }: UpstreamResponse,
  options: FetchResponseOptions,
): Response {
  const init = { status, headers: toFetchHeaders(options.headers ?? headers) };
  if (hasBody) return new Response(toWebStream(body, options.onCancel), init);
  body.on('error', () => undefined).resume();
  return new Response(null, init);
}

function toFetchHeaders(headers: HttpHeaders): Headers {
  const copy = new Headers();
  for (const [name, values] of Object.entries(headers)) {
    for (const value of [values ?? []].flat()) copy.append(name, value);
  }
  return copy;
}

/** Chunk by chunk; nothing is read ahead of the reader. */
function toWebStream(body: Readable, onCancel: () => void): globalThis.ReadableStream<Uint8Array> {
  return new globalThis.ReadableStream<Uint8Array>(
    {
      start(controller) {
        body.on('data', (chunk: Buffer) => {
          body.pause();
          controller.enqueue(chunk);
        });
        body.pause();
        body.once('end', () => controller.close());
        body.once('error', (error) => controller.error(error));
      },
      pull: () => void body.resume(),
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  );
}
