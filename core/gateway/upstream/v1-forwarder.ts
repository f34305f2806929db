import type { ReadableStream } from 'node:stream/web';
import type { ActivityLog, ActivityRecord } from '../../activity/activity-log.ts';
import { requestUpstream } from '../../http/upstream-request.ts';
import { MAX_JSON_BYTES, modelIn, readWithin } from '../body/request-body.ts';
import { NO_USAGE } from '../gateway-activity.ts';
import {
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  type OpenAiFailure,
  openAiError,
  SERVER_NOT_RUNNING,
  TOO_LARGE,
  UNSUPPORTED_ENCODING,
} from '../openai-error.ts';
import { answerHeaders, requestHeaders } from './forwarded-headers.ts';
import { observeResponse } from './observe-response.ts';

export interface V1ForwarderOptions {
  /** The address the server is bound to, as `http://HOST:PORT`; null while nothing answers. */
  readonly upstream: () => string | null;
  readonly activity: ActivityLog;
  /** Called with each chunk of an answer. */
  readonly onChunk: () => void;
}

const METHODS = new Set(['GET', 'HEAD', 'POST']);

function refusalOf(request: Request, path: string): OpenAiFailure | null {
  if (!path.startsWith('/v1/')) return NOT_FOUND;
  if (!METHODS.has(request.method)) return METHOD_NOT_ALLOWED;
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') return UNSUPPORTED_ENCODING;
  const length = Number(request.headers.get('content-length') ?? 0);
  return length > MAX_JSON_BYTES && !isUpload(request) ? TOO_LARGE : null;
}

/** Audio comes as a form; it streams through unparsed. */
function isUpload(request: Request): boolean {
  return (request.headers.get('content-type') ?? '').toLowerCase().startsWith('multipart/');
}

/**
 * Carries an OpenAI-compatible request of our own UI to the server and streams the answer back. The client's abort and the
 * cancelling of the answer's body both end the upstream request, so that the server stops generating. Never rejects but by abort.
 */
export function createV1Forwarder({ upstream, activity, onChunk }: V1ForwarderOptions) {
  const refuse = (failure: OpenAiFailure, record: ActivityRecord): Response => {
    record.answered(failure.status);
    record.end('failed', NO_USAGE);
    return openAiError(failure);
  };

  return async (request: Request): Promise<Response> => {
    const { pathname: path, search } = new URL(request.url);
    const { method, signal } = request;
    const begin = (model: string | null) => activity.begin({ method, path, model });
    const refusal = refusalOf(request, path);
    if (refusal) return refuse(refusal, begin(null));

    // The DOM's and Node's types of the same stream differ in name only.
    const source: ReadableStream<Uint8Array> | null = request.body;
    const whole = source && !isUpload(request) ? await readWithin(source, MAX_JSON_BYTES) : undefined;
    if (whole === null) return refuse(TOO_LARGE, begin(null));
    const record = begin(whole ? modelIn(whole) : null);
    const base = upstream();
    if (base === null) return refuse(SERVER_NOT_RUNNING, record);

    const headers = requestHeaders(request.headers);
    const length = whole ? String(whole.byteLength) : request.headers.get('content-length');
    if (length !== null) headers['content-length'] = length;
    try {
      const body = whole ?? source;
      const answer = await requestUpstream(new URL(path + search, base), { method, headers, body, signal });
      const observed = observeResponse(answer, { path, record, signal, onChunk });
      return new Response(observed, { status: answer.status, headers: answerHeaders(answer.headers) });
    } catch (error) {
      if (!signal.aborted) return refuse(SERVER_NOT_RUNNING, record);
      record.end('canceled', NO_USAGE);
      throw error;
    }
  };
}
