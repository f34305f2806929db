import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { markOwn } from '../activity/own-mark.ts';
import { shownPath } from '../activity/shown-path.ts';
import { originOf } from '../ollama/probe-version.ts';
import type { Callers } from './callers.ts';
import { addressOf } from './connection-gate.ts';
import { keylessHeaders } from './forwarded-headers.ts';
import { type GatewayActivity, type GatewayRecord, NO_USAGE, recordOwnAnswer } from './gateway-activity.ts';
import { type GatewayFailure, SERVER_SILENT, WRONG_HOST } from './gateway-error.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { type HostRule, namesUs } from './host-rule.ts';
import { sendFailure } from './http-listener.ts';
import { SERVER_NOT_RUNNING } from './openai-error.ts';
import { ownAnswer } from './own-answer.ts';
import { relayAnswer } from './relay-answer.ts';
import { type Forward, registerServerProxy } from './server-proxy.ts';

const OWN_PATHS = { '/v1/health/live': 'live', '/v1/health/ready': 'ready', '/metrics': 'metrics' } as const;
const isOwnPath = (path: string): path is keyof typeof OWN_PATHS => Object.hasOwn(OWN_PATHS, path);

export interface KeylessParts extends Pick<GatewayParts, 'upstream' | 'stalls'> {
  /** null where the server's access log tells enough. */
  readonly activity: GatewayActivity | null;
  /** null where only the server answers. */
  readonly own: Pick<GatewayParts, 'ready' | 'metrics'> | null;
}

export interface KeylessListener {
  readonly callers: Callers;
  readonly host: () => HostRule;
}

const UNRECORDED: GatewayRecord = { answered: () => undefined, firstByte: () => undefined, end: () => undefined };

/** Requests of this Mac, which need no key: all go on as they are, once their Host names us, without what tells who is asking. */
export const registerKeylessRequests = async (
  app: FastifyInstance,
  parts: KeylessParts,
  { callers, host }: KeylessListener,
) => {
  const { activity, stalls, own } = parts;
  app.addHook('onRequest', async (request, reply) => {
    if (!namesUs(request.raw.headersDistinct.host, host())) return sendFailure(reply, WRONG_HOST, null);
    stalls.add(request.raw, reply.raw);
  });

  const handle = async (request: FastifyRequest, reply: FastifyReply, forward: Forward) => {
    const { method, url } = request;
    const [path = ''] = url.split('?', 1);
    const asked = { method, path: shownPath(url), model: null, caller: addressOf(request.raw.socket), key: null };
    if (own && method === 'GET' && isOwnPath(path)) {
      const status = await ownAnswer(reply, OWN_PATHS[path], own);
      if (activity) recordOwnAnswer(activity, asked, status);
      return reply;
    }
    const record = activity?.begin(asked) ?? UNRECORDED;
    const signal = callers.left(reply.raw);
    const fail = (failure: GatewayFailure) => {
      record.answered(failure.status);
      record.end(signal.aborted ? 'cancelled' : 'failed', NO_USAGE);
      if (!reply.sent) sendFailure(reply, failure, null);
    };
    const upstream = parts.upstream();
    if (upstream === null) fail(SERVER_NOT_RUNNING);
    else {
      const target = new URL(originOf(upstream) + url);
      forward({
        ...{
          url: activity ? markOwn(target) : target,
          headers: keylessHeaders(request.headers),
          signal,
        },
        passCors: true,
        onAnswer: (answer) => void reply.send(relayAnswer(answer, { path, record, signal, filter: null })),
        onFailure: () => fail(SERVER_SILENT),
      });
    }
    return reply;
  };
  await registerServerProxy(app, { routes: ['/', '/*'], handle });
};
