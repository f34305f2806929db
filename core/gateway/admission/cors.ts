import type { DistinctHeaders } from './credential.ts';

/** Seconds that a browser may cache a preflight's response. */
const PREFLIGHT_MAX_AGE_S = 600;
const METHODS = 'GET, HEAD, POST, DELETE';
const HEADER_NAMES = /^[A-Za-z0-9-]{1,64}(?:\s*,\s*[A-Za-z0-9-]{1,64}){0,63}$/;

/** Where a request comes from: not from a web page, from an allowed origin, or from another one. */
export type Origin = { readonly kind: 'none' | 'foreign' } | { readonly kind: 'allowed'; readonly origin: string };

/** One `*` stands for anything, as in `OLLAMA_ORIGINS`: one setting is used for both. */
function isAllowed(origin: string, pattern: string): boolean {
  const [prefix = '', suffix] = pattern.split('*', 2);
  if (suffix === undefined) return origin === pattern;
  return origin.length >= prefix.length + suffix.length && origin.startsWith(prefix) && origin.endsWith(suffix);
}

export function originOf(headers: DistinctHeaders, allowed: readonly string[]): Origin {
  const [origin, ...more] = headers.origin ?? [];
  if (origin === undefined) return { kind: 'none' };
  return more.length === 0 && allowed.some((pattern) => isAllowed(origin, pattern))
    ? { kind: 'allowed', origin }
    : { kind: 'foreign' };
}

export function isPreflight(method: string, headers: DistinctHeaders): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/** For every response of a listener with keys, since each depends on the origin. Credentials are never allowed: keys aren't cookies. */
export function corsHeaders(origin: Origin): Record<string, string> {
  return origin.kind === 'allowed'
    ? {
        vary: 'Origin',
        'access-control-allow-origin': origin.origin,
        'access-control-expose-headers': 'Retry-After, WWW-Authenticate',
      }
    : { vary: 'Origin' };
}

/** Any request header is allowed, since only a few are forwarded to the server. */
export function preflightHeaders(origin: Origin, headers: DistinctHeaders): Record<string, string> {
  const [requested = ''] = headers['access-control-request-headers'] ?? [];
  const [privateNetwork] = headers['access-control-request-private-network'] ?? [];
  return {
    ...corsHeaders(origin),
    vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    'access-control-allow-methods': METHODS,
    'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
    ...(HEADER_NAMES.test(requested) ? { 'access-control-allow-headers': requested } : {}),
    ...(privateNetwork === 'true' ? { 'access-control-allow-private-network': 'true' } : {}),
  };
}
