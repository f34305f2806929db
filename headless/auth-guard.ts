import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { PAGE_HEADERS } from '../core/http/page-headers.ts';
import { identifyClient } from './client.ts';
import type { HostRules } from './host-check.ts';
import { apiError, sameSiteRedirectPage, signInPage, signInText } from './refusal-pages.ts';
import { isToken, mayReadPages, mayUseApi, type Session, setCookie } from './session.ts';

export interface AuthGuardOptions {
  readonly session: Session;
  readonly rules: HostRules;
  /** Called each time a client signs in with the token. */
  readonly onSignIn: () => void;
}

/** Admits a request, signs its client in, or rejects it, before any other handler runs. */
export function addAuthGuard(server: FastifyInstance, { session, rules, onSignIn }: AuthGuardOptions): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(PAGE_HEADERS);
    const client = identifyClient(rules, request.raw);
    // Decided by the matched route, not by the path's spelling.
    const route = request.routeOptions.url ?? '';
    const isApi = route.startsWith('/v1') || route === '/metrics';
    if (client === null)
      return reject(reply, { status: 403, text: headlessText('host.notAllowed'), code: 'wrong_host', isApi });
    if (isApi) {
      if (mayUseApi(session, client)) return;
      return reject(reply, { status: 401, text: signInText, code: 'invalid_api_key', isApi });
    }
    reply.header('cache-control', 'no-store');
    const token = /^\/\?(?:.*&)?token=([^&]*)/.exec(request.raw.url ?? '')?.[1];
    if (token !== undefined && client.method === 'GET' && isToken(session, token)) {
      onSignIn();
      return reply.header('set-cookie', setCookie(session, client.port)).redirect('/', 303);
    }
    if (mayReadPages(session, client)) return;
    if (isNavigation(request)) {
      const page = isCrossSiteNavigation(request) && token === undefined ? sameSiteRedirectPage : signInPage;
      return reply.code(401).type('text/html; charset=utf-8').send(page);
    }
    return reject(reply, { status: 401, text: signInText, code: 'invalid_api_key', isApi });
  });
}

interface Rejection {
  readonly status: number;
  readonly text: string;
  readonly code: string;
  readonly isApi: boolean;
}

function reject(reply: FastifyReply, { status, text, code, isApi }: Rejection): FastifyReply {
  // The rest of a rejected request's body isn't read.
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
