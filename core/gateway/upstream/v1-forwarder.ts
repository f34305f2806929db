import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { MAX_MODEL_NAME_LENGTH } from '../../../contract/derived/limits.ts';
import { type ActivityLog, type ActivityRecord, NO_USAGE } from '../../activity/activity-log.ts';
import { toFetchResponse, unpooledClient } from '../../http/upstream-client.ts';
import { type Endpoint, originOf } from '../../ollama/probe-version.ts';
import { isObject, parsedJson } from '../body/json-value.ts';
import {
  BODY_TOO_LARGE,
  type GatewayFailure,
  methodNotAllowed,
  NOT_UNDER_V1,
  openAiErrorBody,
  SERVER_NOT_RUNNING,
  UNSUPPORTED_ENCODING,
} from '../policy/gateway-errors.ts';
import { MAX_BODY_BYTES } from '../policy/gateway-limits.ts';
import { forwardedHeaders, responseHeaders } from './forwarded-headers.ts';
import { observeResponse } from './observe-response.ts';

export interface V1ForwarderOptions {
  /** null while the server can't respond. */
  readonly upstream: () => Endpoint | null;
  readonly activity: ActivityLog;
  /** Called with each chunk of a response. */
  readonly onChunk: () => void;
}

const METHODS = ['GET', 'HEAD', 'POST'];

/** Audio comes as a form; it streams through unparsed. */
function isUpload(request: Request): boolean {
  return (request.headers.get('content-type') ?? '').toLowerCase().startsWith('multipart/');
}

function failureOf(request: Request, path: string): GatewayFailure | null {
  if (!path.startsWith('/v1/')) return NOT_UNDER_V1;
  if (!METHODS.includes(request.method)) return methodNotAllowed(METHODS);
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') return UNSUPPORTED_ENCODING;
  const length = Number(request.headers.get('content-length') ?? 0);
  return length > MAX_BODY_BYTES && !isUpload(request) ? BODY_TOO_LARGE : null;
}

/** The whole body, or null once it turns out to be too large. */
async function readBody(body: ReadableStream<Uint8Array>): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The `model` of a JSON request, for the record only: Ollama rejects what isn't JSON. */
function modelIn(body: Buffer): string | null {
  const value = parsedJson(body.toString('utf8'));
  return isObject(value) && typeof value.model === 'string' ? value.model.slice(0, MAX_MODEL_NAME_LENGTH) : null;
}

function reject(failure: GatewayFailure, record: ActivityRecord): Response {
  record.setStatus(failure.status, failure.type);
  record.end('failed', NO_USAGE);
  return Response.json(openAiErrorBody(failure), { status: failure.status, headers: { ...failure.headers } });
}

/**
 * Forwards an OpenAI-compatible request of Corral's own UI to the server and streams the response. Aborting the request and
 * canceling the response's body both end the upstream request, so that the server stops generating. Rejects only when aborted.
 */
export function createV1Forwarder({
  upstream,
  activity,
  onChunk,
}: V1ForwarderOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname: path, search } = new URL(request.url);
    const { method } = request;
    const begin = (model: string | null) => activity.begin({ method, path, model });
    const failure = failureOf(request, path);
    if (failure) return reject(failure, begin(null));

    // The DOM's and Node's types of the same stream differ in name only.
    const source: ReadableStream<Uint8Array> | null = request.body;
    const streamed = source && isUpload(request) ? Readable.fromWeb(source) : null;
    const whole = source && !streamed ? await readBody(source) : undefined;
    if (whole === null) return reject(BODY_TOO_LARGE, begin(null));
    const record = begin(whole ? modelIn(whole) : null);
    const endpoint = upstream();
    if (endpoint === null) return reject(SERVER_NOT_RUNNING, record);

    const headers = forwardedHeaders(Object.fromEntries(request.headers));
    const length = whole ? String(whole.byteLength) : request.headers.get('content-length');
    if (length !== null) headers['content-length'] = length;
    const canceled = new AbortController();
    const signal = AbortSignal.any([request.signal, canceled.signal]);
    const sent = { method, path: path + search, headers, body: whole ?? streamed, signal };
    try {
      const response = await unpooledClient.request(originOf(endpoint), sent);
      const observer = observeResponse(response, { path, record, onChunk });
      response.body.on('data', observer.push).on('error', () => undefined);
      response.body.once('close', () => {
        observer.end({ isComplete: response.body.readableEnded, isCanceled: signal.aborted });
      });
      const returned = responseHeaders(response.headers, { passCors: false });
      return toFetchResponse(response, { headers: returned, onCancel: () => canceled.abort() });
    } catch (error) {
      if (!signal.aborted) return reject(SERVER_NOT_RUNNING, record);
      record.end('canceled', NO_USAGE);
      throw error;
    }
  };
}
