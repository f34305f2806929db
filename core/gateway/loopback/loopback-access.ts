import type { OllamaHostRule } from './ollama-host-rule.ts';
import type { CorsHeaders, OllamaOriginRule } from './ollama-origin-rule.ts';

export interface LoopbackRules {
  readonly host: OllamaHostRule;
  readonly origin: OllamaOriginRule;
}

export interface LoopbackHead {
  readonly method: string;
  /** Every Host header; none is possible in HTTP/1.0 only: Node's server rejects that in HTTP/1.1, as Go's does. */
  readonly hosts: readonly string[];
  readonly origin: string | undefined;
}

/** What a request without a key may do, by its head alone. `cors` belongs to each response of our own, errors included. */
export type LoopbackAccess =
  | {
      readonly kind: 'allowed';
      readonly cors: CorsHeaders;
      /** Whether the server gets the Origin header. It would reject its own origin, which has our address and not its own. */
      readonly passOrigin: boolean;
    }
  /** Responded to with 204 and no body, on any path. */
  | { readonly kind: 'noContent'; readonly cors: CorsHeaders }
  | { readonly kind: 'rejected'; readonly reason: 'malformedHost' | 'host' | 'origin'; readonly cors: CorsHeaders };

const NO_CORS: CorsHeaders = {};
const ALLOWED: LoopbackAccess = { kind: 'allowed', cors: NO_CORS, passOrigin: false };
const MALFORMED_HOST: LoopbackAccess = { kind: 'rejected', reason: 'malformedHost', cors: NO_CORS };
const FOREIGN_ORIGIN: LoopbackAccess = { kind: 'rejected', reason: 'origin', cors: NO_CORS };
const FOREIGN_HOST: LoopbackAccess = { kind: 'rejected', reason: 'host', cors: NO_CORS };
const NO_CONTENT: LoopbackAccess = { kind: 'noContent', cors: NO_CORS };

/**
 * Ollama's own decision about a request, in its order: the origin first, whose preflight is granted whatever the Host is, then the
 * Host. A granted preflight says only what the page may try; each request after it is checked on its own.
 */
export function loopbackAccess({ method, hosts, origin }: LoopbackHead, rules: LoopbackRules): LoopbackAccess {
  const [host = ''] = hosts;
  const hostKind = hosts.length > 1 ? 'malformed' : rules.host.kindOf(host);
  if (hostKind === 'malformed') return MALFORMED_HOST;
  const originKind = rules.origin.kindOf(origin, host);
  if (originKind === 'foreign') return FOREIGN_ORIGIN;
  if (origin === undefined || originKind === 'none') {
    if (hostKind === 'foreign') return FOREIGN_HOST;
    return method === 'OPTIONS' && hostKind === 'name' ? NO_CONTENT : ALLOWED;
  }
  if (method === 'OPTIONS') return { kind: 'noContent', cors: rules.origin.preflightHeaders(origin) };
  const cors = rules.origin.responseHeaders(origin);
  return hostKind === 'foreign'
    ? { kind: 'rejected', reason: 'host', cors }
    : { kind: 'allowed', cors, passOrigin: true };
}
