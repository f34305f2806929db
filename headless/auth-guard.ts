import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageHeaders } from '../core/http/page-headers.ts';
import { identifyClient } from './client.ts';
import type { HostRules } from './host-check.ts';
import { apiError, sameSiteRedirectPage, signInPage, signInText, wrongHostText } from './refusal-pages.ts';
import { isToken, mayReadPages, mayUseApi, type Session, setCookie } from './session.ts';

export interface GateOptions {
  readonly session: Session;
  readonly rules: HostRules;
  /** Told each time someone signs in with the token. */
  readonly onSignIn: () => void;
}

/** Lets a request pass, signs its sender in, or refuses it, before anything else looks at it. */
export function addAuthGuard(server: FastifyInstance, { session, rules, onSignIn }: GateOptions): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(pageHeaders);
    const caller = identifyClient(rules, request.raw);
    // The route that will answer decides, not the path's spelling.
    const route = request.routeOptions.url ?? '';
    const isApi = route.startsWith('/v1') || route === '/metrics';
    if (caller === null) return refuse(reply, { status: 403, text: wrongHostText, code: 'wrong_host', isApi });
    if (isApi) {
      if (mayUseApi(session, caller)) return;
      return refuse(reply, { status: 401, text: signInText, code: 'invalid_api_key', isApi });
    }
    reply.header('cache-control', 'no-store');
    const token = /^\/\?(?:.*&)?token=([^&]*)/.exec(request.raw.url ?? '')?.[1];
    if (token !== undefined && caller.method === 'GET' && isToken(session, token)) {
      onSignIn();
      return reply.header('set-cookie', setCookie(session, caller.port)).redirect('/', 303);
    }
    if (mayReadPages(session, caller)) return;
    if (isNavigation(request)) {
      const page = isCrossSiteNavigation(request) && token === undefined ? sameSiteRedirectPage : signInPage;
      return reply.code(401).type('text/html; charset=utf-8').send(page);
    }
    return refuse(reply, { status: 401, text: signInText, code: 'invalid_api_key', isApi });
  });
}

interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly code: string;
  readonly isApi: boolean;
}

function refuse(reply: FastifyReply, { status, text, code, isApi }: Refusal): FastifyReply {
  // What is left of a refused body is not read.
  reply.code(status).header('connection', 'close');
  return isApi ? reply.send(apiError(text, code)) : reply.type('text/plain; charset=utf-8').send(`${text}\n`);
}

function isNavigation({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}

function isCrossSiteNavigation({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return headers['sec-fetch-mode'] === 'navigate' && (site === 'cross-site' || site === 'same-site');
}
