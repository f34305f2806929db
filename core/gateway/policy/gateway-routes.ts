import type { KeyScope } from '../../../contract/keys.ts';
import { decodedSegment } from './request-target.ts';

/** Where a request names models: the field `model`, that or the older `name`, the two names of a copy, or the path. */
type ModelLocation = 'nowhere' | 'model' | 'model-or-name' | 'source-destination' | 'path';

export interface GatewayRoute {
  readonly methods: readonly string[];
  /** `{id}` and `{digest}` stand for one segment. */
  readonly path: string;
  readonly scope: KeyScope;
  /** The request's body: a JSON object, a form with a file, or bytes that stream through. */
  readonly body: 'none' | 'json' | 'form' | 'blob';
  readonly modelIn: ModelLocation;
  /** The response's field that lists models; null where it lists none. */
  readonly listField: 'data' | 'models' | null;
  /** Who responds: the server, or the gateway itself. */
  readonly handler: 'server' | LocalHandler;
}

/** What the gateway itself responds to: NIM's service routes. */
export type LocalHandler = 'live' | 'ready' | 'version' | 'metadata' | 'metrics';

function route(
  methods: string,
  path: string,
  rest: Partial<Omit<GatewayRoute, 'methods' | 'path'>> = {},
): GatewayRoute {
  return {
    methods: methods.split(' '),
    path,
    scope: 'inference',
    body: 'none',
    modelIn: 'nowhere',
    listField: null,
    handler: 'server',
    ...rest,
  };
}

function inferenceRoute(path: string, modelIn: ModelLocation = 'model'): GatewayRoute {
  return route('POST', path, { body: 'json', modelIn });
}

function managementRoute(method: string, path: string, modelIn: ModelLocation): GatewayRoute {
  return route(method, path, { scope: 'full', body: 'json', modelIn });
}

/** Every route that a key gives access to. Anything else is rejected, whatever the server offers. */
export const GATEWAY_ROUTES: readonly GatewayRoute[] = [
  route('GET HEAD', '/'),
  route('GET HEAD', '/api/version'),
  route('GET HEAD', '/api/tags', { listField: 'models' }),
  route('GET', '/api/ps', { listField: 'models' }),
  route('GET', '/v1/models', { listField: 'data' }),
  route('GET', '/v1/models/{id}', { modelIn: 'path' }),
  route('GET HEAD', '/v1/health/live', { handler: 'live' }),
  route('GET HEAD', '/v1/health/ready', { handler: 'ready' }),
  route('GET', '/v1/version', { handler: 'version' }),
  route('GET', '/v1/metadata', { handler: 'metadata' }),
  inferenceRoute('/api/show', 'model-or-name'),
  inferenceRoute('/api/chat'),
  inferenceRoute('/api/generate'),
  inferenceRoute('/api/embed'),
  inferenceRoute('/api/embeddings'),
  inferenceRoute('/v1/chat/completions'),
  inferenceRoute('/v1/completions'),
  inferenceRoute('/v1/embeddings'),
  inferenceRoute('/v1/responses'),
  inferenceRoute('/v1/messages'),
  route('POST', '/v1/audio/transcriptions', { body: 'form', modelIn: 'model' }),
  managementRoute('POST', '/api/pull', 'model-or-name'),
  managementRoute('POST', '/api/create', 'model-or-name'),
  managementRoute('POST', '/api/copy', 'source-destination'),
  managementRoute('DELETE', '/api/delete', 'model-or-name'),
  route('HEAD', '/api/blobs/{digest}', { scope: 'full' }),
  route('POST', '/api/blobs/{digest}', { scope: 'full', body: 'blob' }),
  route('GET', '/metrics', { scope: 'full', handler: 'metrics' }),
  route('GET', '/v1/metrics', { scope: 'full', handler: 'metrics' }),
];

export type RouteMatch =
  | { readonly found: true; readonly route: GatewayRoute; readonly parameter: string | null }
  | { readonly found: false; readonly reason: 'unknown' | 'forbidden' }
  | { readonly found: false; readonly reason: 'method'; readonly allow: readonly string[] };

const PARAMETERS = new Map([
  ['{id}', (value: string) => value !== '' && !value.includes('/')],
  ['{digest}', (value: string) => /^sha256[:-][0-9a-f]{64}$/.test(value)],
]);

interface Candidate {
  readonly route: GatewayRoute;
  readonly parameter: string | null;
}

const FIXED = Map.groupBy(
  GATEWAY_ROUTES.filter(({ path }) => !path.includes('{')),
  ({ path }) => path,
);
const PARAMETRIC = GATEWAY_ROUTES.filter(({ path }) => path.includes('{'));

/** The decoded parameter; null where the path doesn't match the pattern. */
function parameterOf(pattern: string, path: string): string | null {
  const slash = pattern.lastIndexOf('/') + 1;
  if (path.slice(0, slash) !== pattern.slice(0, slash)) return null;
  const segment = path.slice(slash);
  const value = segment.includes('/') ? null : decodedSegment(segment);
  return value !== null && PARAMETERS.get(pattern.slice(slash))?.(value) ? value : null;
}

/** The routes of a path, for any method. */
function candidatesFor(path: string): readonly Candidate[] {
  const fixed = FIXED.get(path);
  if (fixed) return fixed.map((route) => ({ route, parameter: null }));
  return PARAMETRIC.flatMap((route) => {
    const parameter = parameterOf(route.path, path);
    return parameter === null ? [] : [{ route, parameter }];
  });
}

/** The route that a key of that scope may use on a plain path (see `plainPath`). Denied by default, compared case-sensitively. */
export function matchRoute(method: string, path: string | null, scope: KeyScope): RouteMatch {
  const candidates = path === null ? [] : candidatesFor(path);
  if (candidates.length === 0) return { found: false, reason: 'unknown' };
  const allowed = candidates.filter((candidate) => scope === 'full' || candidate.route.scope === 'inference');
  if (allowed.length === 0) return { found: false, reason: 'forbidden' };
  const match = allowed.find((candidate) => candidate.route.methods.includes(method));
  if (match) return { found: true, route: match.route, parameter: match.parameter };
  return { found: false, reason: 'method', allow: allowed.flatMap((candidate) => candidate.route.methods) };
}

/** A route of Ollama's that this Mac may use, and that no key gives access to: it pushes models with the owner's account. */
const LOOPBACK_ONLY_PATH = '/api/push';

/**
 * What a path is called in metrics and in the list of requests: the route's own path, with a placeholder for what differs
 * from request to request. null for a path that is no route of Ollama's or Corral's.
 */
export function endpointOf(path: string): string | null {
  if (FIXED.has(path) || path === LOOPBACK_ONLY_PATH) return path;
  if (path.startsWith('/v1/models/')) return '/v1/models/{model}';
  return path.startsWith('/api/blobs/') ? '/api/blobs/{digest}' : null;
}

/** What in the gateway responds to a path; null where the server does. */
export function localHandler(path: string): LocalHandler | null {
  const handler = FIXED.get(path)?.[0]?.handler ?? 'server';
  return handler === 'server' ? null : handler;
}

/** A route to which the gateway itself responds. */
export interface LocalRoute extends GatewayRoute {
  readonly handler: LocalHandler;
}

function isHealth(route: GatewayRoute): route is LocalRoute {
  return route.handler === 'live' || route.handler === 'ready';
}

/** The route of a request that needs no key, on any listener: load balancers and monitors have none, and learn a status only. */
export function keylessRoute(method: string, path: string | null): LocalRoute | null {
  const [route] = (path !== null && FIXED.get(path)) || [];
  return route && isHealth(route) && route.methods.includes(method) ? route : null;
}

/** The route of a request that generates something or only describes a model: sending it twice changes nothing on the server. */
export function findInference(method: string, path: string): GatewayRoute | null {
  const [route] = FIXED.get(path) ?? [];
  return method === 'POST' && route?.scope === 'inference' ? route : null;
}
