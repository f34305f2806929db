import type { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import { tagInternalRequest } from '../../http/internal-requests.ts';
import type { HttpHeaders } from '../../http/upstream-client.ts';
import { type Endpoint, originOf } from '../../ollama/endpoint.ts';

export interface ServerRequest {
  readonly method: string;
  /** Path and query; the tag of Corral's own requests is added. */
  readonly path: string;
  /** All headers but Host, which is the server's own. */
  readonly headers: HttpHeaders;
  readonly body: Uint8Array | Readable | null;
}

/** The beginning of the server's response. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: HttpHeaders;
}

/** What becomes of a response's body; nothing is called after `onEnd` or `onBroken`. */
export interface ResponseReader {
  /** False when no more may come until `resume` is called. */
  onData(chunk: Buffer): boolean;
  onEnd(): void;
  /** The response broke off, or was aborted. */
  onBroken(): void;
}

/** Takes a response that begins. null where it isn't taken: the request counts as lost then. */
export type TakeResponse = (head: ResponseHead, resume: () => void) => ResponseReader | null;

/**
 * What became of a request: the server responds; no connection to it could be made, so that it has seen nothing of the request;
 * or the connection was lost after that, before a byte of a response.
 */
type AttemptEnd = 'responding' | 'unsent' | 'lost';

/** One request on its way to the server. */
interface Attempt {
  readonly end: Promise<AttemptEnd>;
  /** Closes the connection, so that the server stops loading and generating. */
  abort(): void;
}

export interface ServerConnections {
  send(endpoint: Endpoint, request: ServerRequest, take: TakeResponse): Attempt;
  /** Closes all connections, those in use too. */
  close(): Promise<void>;
}

/** Loading a large model may take longer than any limit, so only the client's disconnecting ends a request. */
const NO_TIME_LIMITS = { headersTimeout: 0, bodyTimeout: 0 };
const ABORTED = new Error('The client has disconnected.');
const NOT_TAKEN = new Error('The response was not taken.');

/**
 * The connections to the server. They are used through undici's `dispatch`, whose response needs no stream of its own: with
 * `request`, a request through the gateway took twice as long (bench/gateway.ts). What a reader throws is a bug, which undici would
 * take for a broken connection: it goes to `onUnexpected`.
 */
export function createServerConnections(onUnexpected: (error: unknown) => void): ServerConnections {
  const agent = new Agent({ ...NO_TIME_LIMITS, pipelining: 1 });
  return {
    send(endpoint, { method, path, headers, body }, take) {
      const { promise: end, resolve } = Promise.withResolvers<AttemptEnd>();
      let controller: Dispatcher.DispatchController | null = null;
      let reader: ResponseReader | null = null;
      let isAborted = false;
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart(started) {
          controller = started;
          if (isAborted) started.abort(ABORTED);
        },
        onResponseStart(started, status, received) {
          // An informational response precedes the real one.
          if (status < 200) return;
          // HTTP has no such status, and Node would refuse to send it on.
          let taken: ResponseReader | null = null;
          try {
            if (status <= 599) taken = take({ status, headers: received }, () => started.resume());
          } catch (error) {
            onUnexpected(error);
          }
          if (taken === null) return started.abort(NOT_TAKEN);
          reader = taken;
          resolve('responding');
        },
        onResponseData(started, chunk) {
          try {
            if (reader && !reader.onData(chunk)) started.pause();
          } catch (error) {
            onUnexpected(error);
            started.abort(NOT_TAKEN);
          }
        },
        onResponseEnd() {
          const ended = reader;
          reader = null;
          try {
            ended?.onEnd();
          } catch (error) {
            onUnexpected(error);
            ended?.onBroken();
          }
        },
        onResponseError() {
          const broken = reader;
          reader = null;
          if (broken) broken.onBroken();
          else resolve(controller === null ? 'unsent' : 'lost');
        },
      };
      const options = { origin: originOf(endpoint), path: tagInternalRequest(path), method, headers, body };
      agent.dispatch(options as Dispatcher.DispatchOptions, handler);
      return {
        end,
        abort() {
          isAborted = true;
          controller?.abort(ABORTED);
        },
      };
    },
    close: () => agent.destroy(),
  };
}
