import { gatewayText } from '../../../contract/derived/catalog/en/gateway.ts';
import type { KeyGrant } from '../../keys/key-store.ts';
import { contentCoding } from '../policy/content-coding.ts';
import {
  BODY_TOO_LARGE,
  badRequest,
  ENCODED_BLOB,
  type GatewayFailure,
  HOST_NOT_ALLOWED,
  INSUFFICIENT_SCOPE,
  INVALID_API_KEY,
  METRICS_NOT_ALLOWED,
  MISSING_API_KEY,
  methodNotAllowed,
  ORIGIN_NOT_ALLOWED,
  UNKNOWN_ROUTE,
  UNSUPPORTED_ENCODING,
} from '../policy/gateway-errors.ts';
import { type GatewayRoute, keylessRoute, type LocalRoute, matchRoute } from '../policy/gateway-routes.ts';
import { plainPath } from '../policy/request-target.ts';
import { corsHeaders, isPreflight, originOf, preflightHeaders } from './cors.ts';
import { type DistinctHeaders, extractApiKey } from './credential.ts';
import { matchesOwnHost } from './host-rule.ts';

/** All of a request but its body, each header with every value it was sent with. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly headers: DistinctHeaders;
}

export interface AuthorizationRules {
  /** Names and addresses that a Host header may have. */
  readonly hosts: readonly string[];
  /** Origins whose web pages may send requests; one `*` in each may stand for anything. */
  readonly origins: readonly string[];
  readonly check: (secret: string) => KeyGrant | null;
  /** Bytes a JSON body or a form may have. */
  readonly maxBodyBytes: number;
}

interface ResponseBasis {
  /** null for a target that is no plain path. */
  readonly path: string | null;
  /** Belong to the response, whatever it is. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A request that may proceed, with what its key and its route allow. */
export interface AuthorizedRequest extends ResponseBasis {
  readonly kind: 'authorized';
  readonly grant: KeyGrant;
  readonly route: GatewayRoute;
  /** The path's parameter, decoded; null for a route without one. */
  readonly parameter: string | null;
}

/** A request that needs no key, and has none that is valid. */
export interface KeylessRequest extends ResponseBasis {
  readonly kind: 'keyless';
  readonly route: LocalRoute;
}

export type AuthorizationResult =
  | AuthorizedRequest
  | KeylessRequest
  | (ResponseBasis & { readonly kind: 'preflight' })
  | (ResponseBasis & {
      readonly kind: 'rejected';
      readonly failure: GatewayFailure;
      /** null where the request came without a valid key. */
      readonly grant: KeyGrant | null;
    });

type KeyDecision =
  | Pick<AuthorizedRequest, 'kind' | 'grant' | 'route' | 'parameter'>
  | Pick<KeylessRequest, 'kind' | 'route'>
  | { readonly kind: 'rejected'; readonly failure: GatewayFailure; readonly grant: KeyGrant | null };

function bodyFailure({ headers }: RequestHead, { body }: GatewayRoute, maxBytes: number): GatewayFailure | null {
  const length = Number(headers['content-length']?.[0] ?? 0);
  const hasBody = length > 0 || headers['transfer-encoding'] !== undefined;
  if (body === 'none') return hasBody ? badRequest(gatewayText('body.notAllowed')) : null;
  const encoding = contentCoding(headers['content-encoding']);
  if (body === 'blob') return encoding.supported && encoding.coding === null ? null : ENCODED_BLOB;
  if (!encoding.supported) return UNSUPPORTED_ENCODING;
  return length > maxBytes ? BODY_TOO_LARGE : null;
}

function rejected(failure: GatewayFailure, grant: KeyGrant | null = null): KeyDecision {
  return { kind: 'rejected', failure, grant };
}

/** What the key allows. */
function authorizeKey(head: RequestHead, path: string | null, rules: AuthorizationRules): KeyDecision {
  const secret = extractApiKey(head.headers);
  const grant = secret === null ? null : rules.check(secret);
  if (!grant) {
    const keyless = keylessRoute(head.method, path);
    if (!keyless) return rejected(secret === null ? MISSING_API_KEY : INVALID_API_KEY);
    const body = bodyFailure(head, keyless, rules.maxBodyBytes);
    return body ? rejected(body) : { kind: 'keyless', route: keyless };
  }
  const match = matchRoute(head.method, path, grant.scope);
  if (!match.found) {
    if (match.reason === 'method') return rejected(methodNotAllowed(match.allow), grant);
    return rejected(match.reason === 'forbidden' ? INSUFFICIENT_SCOPE : UNKNOWN_ROUTE, grant);
  }
  const { route, parameter } = match;
  if (route.handler === 'metrics' && grant.models !== null) return rejected(METRICS_NOT_ALLOWED, grant);
  const body = bodyFailure(head, route, rules.maxBodyBytes);
  return body ? rejected(body, grant) : { kind: 'authorized', grant, route, parameter };
}

/** Whether a request may proceed, decided from its head alone. A response without a valid key says nothing of what exists. */
export function authorizeRequest(head: RequestHead, rules: AuthorizationRules): AuthorizationResult {
  const path = plainPath(head.target);
  const origin = originOf(head.headers, rules.origins);
  const basis: ResponseBasis = { path, headers: corsHeaders(origin) };
  if (!matchesOwnHost(head.headers.host, { hosts: rules.hosts, port: null })) {
    return { ...basis, kind: 'rejected', failure: HOST_NOT_ALLOWED, grant: null };
  }
  if (origin.kind === 'foreign') return { ...basis, kind: 'rejected', failure: ORIGIN_NOT_ALLOWED, grant: null };
  if (isPreflight(head.method, head.headers)) {
    return { path, kind: 'preflight', headers: preflightHeaders(origin, head.headers) };
  }
  return { ...basis, ...authorizeKey(head, path, rules) };
}
