import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import replyFrom from '@fastify/reply-from';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agent, type Dispatcher } from 'undici';
import { type Endpoint, originOf } from '../../ollama/probe-version.ts';
import { keptAnswerHeaders } from './forwarded-headers.ts';

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Loading a model may take longer than any limit, and only the client says when it is enough. */
const NO_LIMIT = 0;

/** One request to the server. */
interface Forwarding {
  readonly upstream: Endpoint;
  /** The path and query that the server gets. */
  readonly target: string;
  /** All it gets but the Host. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** Instead of the client's body, which otherwise streams through. */
  readonly body?: { readonly bytes: Buffer; readonly contentType: string };
  /** Ends the request to the server. */
  readonly signal: AbortSignal;
  /** The server's own permissions for web pages go back too. */
  readonly passCors: boolean;
  /** Gets the answer, its status and headers set, and sends it. */
  readonly onAnswer: (answer: ServerAnswer) => void;
  readonly onFailure: () => void;
}

export interface ServerAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Ends where the answer is whole; one that was cut off only closes. */
  readonly body: Readable;
}

export type Forward = (forwarding: Forwarding) => void;

export interface ServerProxyOptions {
  /** Paths that are forwarded. */
  readonly routes: readonly string[];
  /** Answers a request, by forwarding it or otherwise. */
  readonly handle: (request: FastifyRequest, reply: FastifyReply, forward: Forward) => unknown;
}

/** The requests of an agent, each with the signal that `signalNow` gives as it is made: all the plugin hands on of its client. */
function abortable(agent: Agent, signalNow: () => AbortSignal | null) {
  function request(options: Dispatcher.RequestOptions<never>): Promise<Dispatcher.ResponseData<never>>;
  function request(options: Dispatcher.RequestOptions<never>, done: Done): void;
  function request(options: Dispatcher.RequestOptions<never>, done?: Done) {
    const signalled = { ...options, signal: signalNow() };
    return done ? agent.request(signalled, done) : agent.request(signalled);
  }
  return { request };
}
type Done = (error: Error | null, answer: Dispatcher.ResponseData<never>) => void;

/**
 * The way to the server for one listener. Answers stream with backpressure; when `signal` aborts, the request to the server
 * ends even if no answer has begun, so that it stops loading and generating.
 */
export async function registerServerProxy(app: FastifyInstance, { routes, handle }: ServerProxyOptions): Promise<void> {
  const current = new AsyncLocalStorage<Forwarding>();
  const agent = new Agent({ headersTimeout: NO_LIMIT, bodyTimeout: NO_LIMIT });
  app.addHook('onClose', () => agent.destroy());
  await app.register(replyFrom, {
    undici: abortable(agent, () => current.getStore()?.signal ?? null),
    retryMethods: [],
    disableRequestLogging: true,
  });
  // Bodies stream on, or are read where they are judged.
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  const forwardFor =
    (reply: FastifyReply): Forward =>
    (forwarding) => {
      const { body, onAnswer, onFailure, headers, upstream, target, passCors } = forwarding;
      const origin = originOf(upstream);
      // An abort in the middle of an answer is told once more, as a failure of the request.
      let answered = false;
      current.run(forwarding, () => {
        reply.from(target, {
          getUpstream: () => origin,
          ...(body ? { body: body.bytes, contentType: body.contentType } : {}),
          rewriteRequestHeaders: () => ({ ...headers, host: origin.slice(origin.lastIndexOf('/') + 1) }),
          rewriteHeaders: (sent) => keptAnswerHeaders(sent, passCors),
          onResponse: (_request, _reply, { stream }) => {
            answered = true;
            const contentType = String(reply.getHeader('content-type') ?? '');
            onAnswer({ status: reply.statusCode, contentType, body: stream });
          },
          onError: () => {
            if (!answered) onFailure();
          },
        });
      });
    };
  for (const url of routes) {
    app.route({ method: METHODS, url, handler: (request, reply) => handle(request, reply, forwardFor(reply)) });
  }
}
