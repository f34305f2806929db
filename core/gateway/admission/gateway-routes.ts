import type { KeyScope } from '../../../contract/keys.ts';
import { decodedSegment } from './request-target.ts';

/** Where a request names models: a field `model`, that or the older `name`, two names of a copy, or the path. */
type NamesModel = 'nowhere' | 'model' | 'model-or-name' | 'source-destination' | 'path';

export interface GatewayRoute {
  readonly methods: readonly string[];
  /** `{id}` and `{digest}` stand for one segment. */
  readonly path: string;
  readonly scope: KeyScope;
  /** What comes with the request: a JSON object, a form with a file, or bytes that stream through. */
  readonly body: 'none' | 'json' | 'form' | 'blob';
  readonly names: NamesModel;
  /** Where the answer lists models, the field that holds them. */
  readonly lists: 'data' | 'models' | null;
  /** Who answers. */
  readonly by: 'server' | 'live' | 'ready' | 'metrics';
}

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
    names: 'nowhere',
    lists: null,
    by: 'server',
    ...rest,
  };
}
function asks(path: string, names: NamesModel = 'model') {
  return route('POST', path, { body: 'json', names });
}
function manages(method: string, path: string, names: NamesModel) {
  return route(method, path, { scope: 'full', body: 'json', names });
}

/** Everything a key opens. What isn't here is refused, whatever the server may offer. */
export const GATEWAY_ROUTES: readonly GatewayRoute[] = [
  route('GET HEAD', '/'),
  route('GET HEAD', '/api/version'),
  route('GET HEAD', '/api/tags', { lists: 'models' }),
  route('GET', '/api/ps', { lists: 'models' }),
  route('GET', '/v1/models', { lists: 'data' }),
  route('GET', '/v1/models/{id}', { names: 'path' }),
  route('GET', '/v1/health/live', { by: 'live' }),
  route('GET', '/v1/health/ready', { by: 'ready' }),
  asks('/api/show', 'model-or-name'),
  asks('/api/chat'),
  asks('/api/generate'),
  asks('/api/embed'),
  asks('/api/embeddings'),
  asks('/v1/chat/completions'),
  asks('/v1/completions'),
  asks('/v1/embeddings'),
  asks('/v1/responses'),
  asks('/v1/messages'),
  route('POST', '/v1/audio/transcriptions', { body: 'form', names: 'model' }),
  manages('POST', '/api/pull', 'model-or-name'),
  manages('POST', '/api/create', 'model-or-name'),
  manages('POST', '/api/copy', 'source-destination'),
  manages('DELETE', '/api/delete', 'model-or-name'),
  route('HEAD', '/api/blobs/{digest}', { scope: 'full' }),
  route('POST', '/api/blobs/{digest}', { scope: 'full', body: 'blob' }),
  route('GET', '/metrics', { scope: 'full', by: 'metrics' }),
];

export type RouteMatch =
  | { readonly found: true; readonly route: GatewayRoute; readonly parameter: string | null }
  | { readonly found: false; readonly why: 'unknown' | 'forbidden' }
  | { readonly found: false; readonly why: 'method'; readonly allow: readonly string[] };

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

/** The decoded parameter; null where the path is another. */
function parameterOf(pattern: string, path: string): string | null {
  const slash = pattern.lastIndexOf('/') + 1;
  if (path.slice(0, slash) !== pattern.slice(0, slash)) return null;
  const segment = path.slice(slash);
  const value = segment.includes('/') ? null : decodedSegment(segment);
  return value !== null && PARAMETERS.get(pattern.slice(slash))?.(value) ? value : null;
}

/** The routes of a path, whatever the method. */
function candidatesFor(path: string): readonly Candidate[] {
  const fixed = FIXED.get(path);
  if (fixed) return fixed.map((route) => ({ route, parameter: null }));
  return PARAMETRIC.flatMap((route) => {
    const parameter = parameterOf(route.path, path);
    return parameter === null ? [] : [{ route, parameter }];
  });
}

/** What a key of that scope may do with a plain path (see `plainPath`). Deny by default, on the exact letters. */
export function matchRoute(method: string, path: string | null, scope: KeyScope): RouteMatch {
  const candidates = path === null ? [] : candidatesFor(path);
  if (candidates.length === 0) return { found: false, why: 'unknown' };
  const open = candidates.filter((candidate) => scope === 'full' || candidate.route.scope === 'inference');
  if (open.length === 0) return { found: false, why: 'forbidden' };
  const hit = open.find((candidate) => candidate.route.methods.includes(method));
  if (hit) return { found: true, ...hit };
  return { found: false, why: 'method', allow: open.flatMap((candidate) => candidate.route.methods) };
}
