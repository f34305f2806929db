import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Agent } from 'undici';
import { type ActivityLog, NO_USAGE } from '../activity/activity-log.ts';
import { mayHaveBody, toFetchResponse } from '../http/upstream-client.ts';
import {
  type GatewayFailure,
  methodNotAllowed,
  NOT_UNDER_V1,
  openAiErrorBody,
  SERVER_NOT_RUNNING,
} from './policy/gateway-errors.ts';
import { forwardedHeaders, responseHeaders } from './upstream/forwarded-headers.ts';

export interface SameOriginApiOptions {
  /** The gateway's private socket. */
  readonly socket: string;
  /** Resolves once the gateway listens there, or won't any more. */
  readonly whenOpen: () => Promise<void>;
  /** For what isn't forwarded to the gateway; it records the rest. */
  readonly activity: Pick<ActivityLog, 'begin'>;
}

/** Of `fetch` and HTTP alike: a model may take any time to load, and only the page ends its request. */
const NO_TIME_LIMITS = { headersTimeout: 0, bodyTimeout: 0 };
const METHODS = ['GET', 'HEAD', 'POST'];
/** Passed on besides what the server gets of any client: the gateway decodes bodies. */
const CODING = 'content-encoding';

/** The private socket is for all of the API; a page needs this part of it. */
function failureOf({ method }: Request, path: string): GatewayFailure | null {
  if (path !== '/metrics' && !path.startsWith('/v1/')) return NOT_UNDER_V1;
  return METHODS.includes(method) ? null : methodNotAllowed(METHODS);
}

function respondWith(failure: GatewayFailure): Response {
  return Response.json(openAiErrorBody(failure), { status: failure.status, headers: { ...failure.headers } });
}

function sentHeaders({ headers }: Request): Record<string, string> {
  const sent = forwardedHeaders(Object.fromEntries(headers));
  for (const name of ['content-length', CODING]) {
    const value = headers.get(name);
    if (value !== null) sent[name] = value;
  }
  return sent;
}

export interface SameOriginApi {
  /** Rejects only when aborted. Aborting the request and canceling the response's body both have the server stop generating. */
  respond(request: Request): Promise<Response>;
  /** Closes all connections to the gateway. */
  close(): Promise<void>;
}

/** The API on a host's own origin, beside its pages: what is under `/v1`, and the metrics. The gateway responds. */
export function createSameOriginApi({ socket, whenOpen, activity }: SameOriginApiOptions): SameOriginApi {
  const agent = new Agent({ ...NO_TIME_LIMITS, pipelining: 0, connect: { socketPath: socket } });
  const reject = (method: string, path: string, failure: GatewayFailure): Response => {
    const record = activity.begin({ method, path, model: null });
    record.setStatus(failure.status, failure.type);
    record.end('failed', NO_USAGE);
    return respondWith(failure);
  };
  return {
    async respond(request) {
      const { pathname: path, search } = new URL(request.url);
      const { method } = request;
      const failure = failureOf(request, path);
      if (failure) return reject(method, path, failure);
      await whenOpen();
      // The DOM's and Node's types of the same stream differ in name only.
      const source: ReadableStream<Uint8Array> | null = request.body;
      const canceled = new AbortController();
      const signal = AbortSignal.any([request.signal, canceled.signal]);
      try {
        const { statusCode, headers, body } = await agent.request({
          origin: 'http://localhost',
          path: path + search,
          method,
          headers: sentHeaders(request),
          body: source && Readable.fromWeb(source),
          signal,
        });
        const response = { status: statusCode, headers, hasBody: mayHaveBody(method, statusCode), body };
        return toFetchResponse(response, {
          headers: responseHeaders(headers, { passCors: false }),
          onCancel: () => canceled.abort(),
        });
      } catch (error) {
        if (signal.aborted) throw error;
        // The gateway's thread has just died; another one is starting.
        return reject(method, path, SERVER_NOT_RUNNING);
      }
    },
    close: () => agent.destroy(),
  };
}
