import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import httpProxy from '@fastify/http-proxy';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { keptAnswerHeaders } from './forwarded-headers.ts';

/** The longest a timer can wait: loading a model may take longer than any default, and only the caller says when it is enough. */
const NEVER_MS = 2 ** 31 - 1;
/** Idle connections to the server that wait for the next request. */
const MAX_FREE_SOCKETS = 64;

/** One request to the server. */
interface Forwarding {
  /** At the server. */
  readonly url: URL;
  /** All it gets but the Host. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** Instead of the caller's body, which otherwise streams through. */
  readonly body?: { readonly bytes: Buffer; readonly contentType: string };
  /** Ends the request to the server. */
  readonly signal: AbortSignal;
  /** The server's own permissions for web pages go back too. */
  readonly passCors: boolean;
  /** Gets the answer, its status and headers set, and sends it. */
  readonly onAnswer: (answer: IncomingMessage) => void;
  readonly onFailure: () => void;
}

export type Forward = (forwarding: Forwarding) => void;

export interface ServerProxyOptions {
  /** Paths that are forwarded. */
  readonly routes: readonly string[];
  /** Answers a request, by forwarding it or otherwise. */
  readonly handle: (request: FastifyRequest, reply: FastifyReply, forward: Forward) => unknown;
}

/**
 * The way to the server for one listener. Answers stream with backpressure; when `signal` aborts, the request to the server
 * ends even if no answer has begun, so that it stops loading and generating.
 */
export const registerServerProxy = async (
  app: FastifyInstance,
  { routes, handle }: ServerProxyOptions,
): Promise<void> => {
  const current = new AsyncLocalStorage<Forwarding>();
  await app.register(httpProxy, {
    upstream: '',
    routes: [...routes],
    destroyAgent: true,
    http: {
      agentOptions: { keepAlive: true, maxFreeSockets: MAX_FREE_SOCKETS },
      requestOptions: {
        timeout: NEVER_MS,
        // Read for each request as it is made, which is all the plugin offers to hand one a signal of its own.
        get signal() {
          return current.getStore()?.signal;
        },
      },
    },
    retryMethods: [],
    replyOptions: { getUpstream: () => current.getStore()?.url.origin ?? 'http://127.0.0.1' },
    handler: (request, reply, _target, options) =>
      handle(request, reply, (forwarding) => {
        const { body, onAnswer, onFailure, headers, url, passCors } = forwarding;
        // An abort in the middle of an answer is told once more, as a failure of the request.
        let answered = false;
        current.run(forwarding, () => {
          reply.from(url.pathname + url.search, {
            ...options,
            getUpstream: () => url.origin,
            ...(body ? { body: body.bytes, contentType: body.contentType } : {}),
            rewriteRequestHeaders: () => ({ ...headers, host: url.host }),
            rewriteHeaders: (sent) => keptAnswerHeaders(sent, passCors),
            onResponse: (_request, _reply, { stream }) => {
              answered = true;
              onAnswer(stream);
            },
            onError: () => {
              if (!answered) onFailure();
            },
          });
        });
      }),
  });
};
