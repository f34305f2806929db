import { Ollama } from 'ollama';
import { serverFailureText } from '../../contract/derived/catalog/en/server-failures.ts';
import { errorReason } from '../../contract/derived/error-reason.ts';
import { POLL_TAG } from '../http/internal-requests.ts';
import { requestUpstream } from '../http/upstream-client.ts';
import { type Endpoint, originOf } from './endpoint.ts';

/** An error response of Ollama. The official client drops the body and the status of some; this keeps both. */
export class OllamaError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** In characters; ample for the URLs in it, and its cause comes last. */
const MAX_REASON_LENGTH = 4000;
/** An error is a line of text; a proxy or another server may send a page, or one without end. */
const MAX_ERROR_BYTES = 64 * 1024;

async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (bytes >= MAX_ERROR_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_ERROR_BYTES).toString('utf8');
}

async function errorFrom(response: Response): Promise<OllamaError> {
  const { status } = response;
  const reason = errorReason(await beginningOf(response).catch(() => ''), MAX_REASON_LENGTH);
  return new OllamaError(status, reason ?? serverFailureText('run.errorStatus', { status }));
}

export interface OllamaRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

/**
 * One request to Ollama.
 * @throws OllamaError when the response is an error
 */
export async function requestOllama(origin: string, request: OllamaRequest): Promise<Response> {
  const { method, path, headers, signal } = request;
  const body = request.body === null ? null : new TextEncoder().encode(request.body);
  const length = body ? { 'content-length': String(body.byteLength) } : {};
  const sent = { method, path, headers: { ...headers, ...length }, body, signal };
  const response = await requestUpstream(origin, sent);
  if (!response.ok) throw await errorFrom(response);
  return response;
}

/** One instance per call or stream, each with its own signal: the client's own `abort` ends every stream of an instance. */
export function ollamaClient(endpoint: Endpoint, signal: AbortSignal): Ollama {
  return new Ollama({
    host: originOf(endpoint),
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      // The lists are polled; tagged, these requests stay out of the log that people read.
      if (url.pathname === '/api/tags' || url.pathname === '/api/ps') url.search = POLL_TAG;
      return requestOllama(url.origin, {
        method: init?.method ?? 'GET',
        path: url.pathname + url.search,
        headers: Object.fromEntries(new Headers(init?.headers)),
        body: typeof init?.body === 'string' ? init.body : null,
        signal: init?.signal ? AbortSignal.any([signal, init.signal]) : signal,
      });
    },
  });
}
