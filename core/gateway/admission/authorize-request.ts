import type { KeyGrant } from '../../keys/key-store.ts';
import {
  badRequest,
  type GatewayFailure,
  HOST_NOT_ALLOWED,
  INSUFFICIENT_SCOPE,
  INVALID_API_KEY,
  METRICS_NOT_ALLOWED,
  MISSING_API_KEY,
  ORIGIN_NOT_ALLOWED,
  UNKNOWN_ROUTE,
  wrongMethod,
} from '../gateway-error.ts';
import { TOO_LARGE, UNSUPPORTED_ENCODING } from '../openai-error.ts';
import { corsHeaders, isPreflight, type Origin, originOfPage, preflightHeaders } from './cors.ts';
import { type DistinctHeaders, extractApiKey } from './credential.ts';
import { type GatewayRoute, matchRoute } from './gateway-routes.ts';
import { matchesOwnHost } from './host-rule.ts';
import { plainPath } from './request-target.ts';

/** All of a request but its body, each header with every value it was sent with. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: DistinctHeaders;
}

export interface AdmissionRules {
  /** Names and addresses a Host may name. */
  readonly hosts: readonly string[];
  /** Origins whose web pages may ask; one `*` in each may stand for anything. */
  readonly origins: readonly string[];
  readonly check: (secret: string) => KeyGrant | null;
  /** Bytes a JSON body or a form may have. */
  readonly maxBodyBytes: number;
}

interface ValidatedRequest {
  /** null for a target that is no plain path. */
  readonly path: string | null;
  /** Go with whatever is answered. */
  readonly headers: Readonly<Record<string, string>>;
}

export type Admission =
  | (ValidatedRequest & { readonly kind: 'preflight' })
  | (ValidatedRequest & { readonly kind: 'refused'; readonly failure: GatewayFailure; readonly grant: KeyGrant | null })
  | (ValidatedRequest & {
      readonly kind: 'admitted';
      readonly grant: KeyGrant;
      readonly route: GatewayRoute;
      readonly parameter: string | null;
    });

const OLD_HTTP = { status: 505, type: 'invalid_request_error', message: 'Only HTTP/1.1 is spoken here.' };

/** What the shape of a message says before its body is read. */
function shapeFailure({ headers, httpVersion }: RequestHead): GatewayFailure | null {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return OLD_HTTP;
  const coding = headers['transfer-encoding'];
  const chunked = httpVersion === '1.1' && coding?.length === 1 && coding[0]?.toLowerCase() === 'chunked';
  const plain = coding === undefined || chunked;
  // Who answers such a message must not read on: RFC 9112, 6.1.
  return plain
    ? null
    : { ...badRequest('Of the transfer codings only chunked is accepted.'), headers: { connection: 'close' } };
}

function bodyFailure({ headers }: RequestHead, { body }: GatewayRoute, limit: number): GatewayFailure | null {
  const length = Number(headers['content-length']?.[0] ?? 0);
  const sends = length > 0 || headers['transfer-encoding'] !== undefined;
  if (body === 'none') return sends ? badRequest('This request takes no body.') : null;
  const codings = headers['content-encoding'] ?? [];
  if (codings.some((coding) => coding.trim().toLowerCase() !== 'identity')) return UNSUPPORTED_ENCODING;
  return body !== 'blob' && length > limit ? TOO_LARGE : null;
}

function admit(head: RequestHead, path: string | null, rules: AdmissionRules) {
  const secret = extractApiKey(head.headers);
  const refused = (failure: GatewayFailure, grant: KeyGrant | null = null) => ({
    kind: 'refused' as const,
    failure,
    grant,
  });
  const shape = shapeFailure(head);
  if (shape) return refused(shape);
  if (secret === null) return refused(MISSING_API_KEY);
  const grant = rules.check(secret);
  if (!grant) return refused(INVALID_API_KEY);
  const match = matchRoute(head.method, path, grant.scope);
  if (!match.found) {
    if (match.why === 'method') return refused(wrongMethod(match.allow), grant);
    return refused(match.why === 'forbidden' ? INSUFFICIENT_SCOPE : UNKNOWN_ROUTE, grant);
  }
  const { route, parameter } = match;
  if (route.by === 'metrics' && grant.models !== null) return refused(METRICS_NOT_ALLOWED, grant);
  const body = bodyFailure(head, route, rules.maxBodyBytes);
  return body ? refused(body, grant) : { kind: 'admitted' as const, grant, route, parameter };
}

/** Whether a request may go on, decided from its head alone. Without a valid key nothing is told of what there is. */
export function authorizeRequest(head: RequestHead, rules: AdmissionRules): Admission {
  const path = plainPath(head.target);
  const origin: Origin = originOfPage(head.headers, rules.origins);
  const judged = { path, headers: corsHeaders(origin) };
  const refused = (failure: GatewayFailure): Admission => ({ ...judged, kind: 'refused', failure, grant: null });
  if (!matchesOwnHost(head.headers.host, { own: rules.hosts, port: null })) return refused(HOST_NOT_ALLOWED);
  if (origin.kind === 'foreign') return refused(ORIGIN_NOT_ALLOWED);
  if (isPreflight(head.method, head.headers)) {
    return { path, kind: 'preflight', headers: preflightHeaders(origin, head.headers) };
  }
  return { ...judged, ...admit(head, path, rules) };
}
