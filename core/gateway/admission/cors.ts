import type { DistinctHeaders } from './credential.ts';

/** Seconds that a browser may remember what it was allowed. */
const MAX_AGE_S = 600;
const METHODS = 'GET, HEAD, POST, DELETE';
const HEADER_NAMES = /^[A-Za-z0-9-]{1,64}(?:\s*,\s*[A-Za-z0-9-]{1,64}){0,63}$/;

/** Where a request comes from: no web page, a page that may ask, or one that may not. */
export type Origin = { readonly kind: 'none' | 'foreign' } | { readonly kind: 'allowed'; readonly origin: string };

/** One `*` stands for anything, as in `OLLAMA_ORIGINS`, since one setting serves both. */
function isAllowed(origin: string, pattern: string): boolean {
  const [before = '', after] = pattern.split('*', 2);
  if (after === undefined) return origin === pattern;
  return origin.length >= before.length + after.length && origin.startsWith(before) && origin.endsWith(after);
}

export function originOfPage(headers: DistinctHeaders, allowed: readonly string[]): Origin {
  const [origin, ...more] = headers.origin ?? [];
  if (origin === undefined) return { kind: 'none' };
  return more.length === 0 && allowed.some((pattern) => isAllowed(origin, pattern))
    ? { kind: 'allowed', origin }
    : { kind: 'foreign' };
}

export function isPreflight(method: string, headers: DistinctHeaders): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/** Go with every answer of a keyed listener, since each depends on who asks. Credentials are never allowed: a key is no cookie. */
export function corsHeaders(origin: Origin): Record<string, string> {
  return origin.kind === 'allowed'
    ? {
        vary: 'Origin',
        'access-control-allow-origin': origin.origin,
        'access-control-expose-headers': 'Retry-After, WWW-Authenticate',
      }
    : { vary: 'Origin' };
}

/** Any header may be sent, since none but a few go on to the server. */
export function preflightHeaders(origin: Origin, headers: DistinctHeaders): Record<string, string> {
  const [desired = ''] = headers['access-control-request-headers'] ?? [];
  const [privately] = headers['access-control-request-private-network'] ?? [];
  return {
    ...corsHeaders(origin),
    vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    'access-control-allow-methods': METHODS,
    'access-control-max-age': String(MAX_AGE_S),
    ...(HEADER_NAMES.test(desired) ? { 'access-control-allow-headers': desired } : {}),
    ...(privately === 'true' ? { 'access-control-allow-private-network': 'true' } : {}),
  };
}
