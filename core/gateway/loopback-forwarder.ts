import httpProxy from '@fastify/http-proxy';
import fastify from 'fastify';
import { isLoopbackHost } from './loopback-host.ts';
import { type OpenAiFailure, openAiErrorBody } from './openai-error.ts';

export interface LoopbackForwarderOptions {
  readonly address: string;
  readonly port: number;
  /** The address the server is bound to, as `http://HOST:PORT`. */
  readonly upstream: string;
}

export interface LoopbackForwarder {
  /** Stops listening and ends the connections that are open. */
  close(): Promise<void>;
}

/** They tell who is asking; the server needs none of them, and copies some onto cloud requests. Origin stays: the server judges it. */
const DROPPED = /^(?:authorization|x-api-key|cookie|forwarded|x-forwarded-.*|x-real-ip|via)$/;

const FORBIDDEN_HOST: OpenAiFailure = {
  status: 403,
  type: 'forbidden_host',
  message: 'Requests to this address must name localhost as their host.',
};
const UPSTREAM_DOWN: OpenAiFailure = {
  status: 502,
  type: 'server_not_running',
  message: 'The server does not answer. Look at it in Corral, then try again.',
};

/**
 * Keeps localhost working while the server itself listens on another address of this Mac only.
 * Rejects with EADDRINUSE where someone else listens there.
 */
export const openLoopbackForwarder = async (options: LoopbackForwarderOptions): Promise<LoopbackForwarder> => {
  const { address, port, upstream } = options;
  const { host } = new URL(upstream);
  const app = fastify({ forceCloseConnections: true, requestTimeout: 0, connectionTimeout: 0 });
  app.addHook('onRequest', async (request, reply) => {
    if (isLoopbackHost(request.raw.headersDistinct.host, port)) return;
    await reply.code(FORBIDDEN_HOST.status).send(openAiErrorBody(FORBIDDEN_HOST));
  });
  await app.register(httpProxy, {
    upstream,
    // Loading a model may take longer than any default; only the caller says when it is enough.
    undici: { headersTimeout: 0, bodyTimeout: 0, connections: 1024 },
    retryMethods: [],
    maxRetriesOn503: 0,
    replyOptions: {
      retriesCount: 0,
      rewriteRequestHeaders: (_request, headers) => ({
        ...Object.fromEntries(Object.entries(headers).filter(([name]) => !DROPPED.test(name))),
        host,
      }),
      onError: (reply) => void reply.code(UPSTREAM_DOWN.status).send(openAiErrorBody(UPSTREAM_DOWN)),
    },
  });
  await app.listen({ host: address, port });
  return { close: () => app.close() };
};
