import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { endpointOf, GATEWAY_ROUTES, matchRoute } from './gateway-routes.ts';
import { plainPath } from './request-target.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'];

/** What each scope gives access to. */
const INFERENCE = [
  ...['/', '/api/version', '/api/tags', '/v1/health/live', '/v1/health/ready'].flatMap((path) => [
    `GET ${path}`,
    `HEAD ${path}`,
  ]),
  ...['/api/ps', '/v1/models', '/v1/models/x', '/v1/version', '/v1/metadata'].map((path) => `GET ${path}`),
  ...['show', 'chat', 'generate', 'embed', 'embeddings'].map((name) => `POST /api/${name}`),
  ...['chat/completions', 'completions', 'embeddings', 'responses', 'messages', 'audio/transcriptions'].map(
    (name) => `POST /v1/${name}`,
  ),
];
const FULL = [
  ...INFERENCE,
  ...['pull', 'create', 'copy'].map((name) => `POST /api/${name}`),
  ...['DELETE /api/delete', `HEAD /api/blobs/${DIGEST}`, `POST /api/blobs/${DIGEST}`],
  ...['/metrics', '/v1/metrics'].map((path) => `GET ${path}`),
];
const paths = [...new Set(FULL.map((request) => request.split(' ')[1] ?? ''))];
function matched(scope: 'inference' | 'full') {
  return METHODS.flatMap((method) =>
    paths.flatMap((path) => (matchRoute(method, plainPath(path), scope).found ? [`${method} ${path}`] : [])),
  );
}

/** Pieces of paths and of path tricks. */
const pieces = fc.constantFrom(
  ...['/', '//', '.', '..', '%2e', '%2f', '%2F', '%5c', '\\', '%00', '%', ';', '#', '?', ' ', ':', '\u0000', '\u00e4'],
  ...['api', 'API', 'v1', 'models', 'delete', 'pull', 'push', 'tags', 'blobs', 'x', '%61pi', 'http:', DIGEST],
);
const targets = fc.array(pieces, { maxLength: 12 }).map((parts) => `/${parts.join('')}`);

describe('the routes of a key', () => {
  it('are exactly these, method by method', () => {
    expect(new Set(matched('inference'))).toEqual(new Set(INFERENCE));
    expect(new Set(matched('full'))).toEqual(new Set(FULL));
  });

  it('say why there is no match', () => {
    expect(matchRoute('POST', '/api/push', 'full')).toEqual({ found: false, reason: 'unknown' });
    expect(matchRoute('POST', null, 'full')).toEqual({ found: false, reason: 'unknown' });
    expect(matchRoute('GET', '/api/delete', 'inference')).toEqual({ found: false, reason: 'forbidden' });
    expect(matchRoute('GET', '/api/delete', 'full')).toEqual({ found: false, reason: 'method', allow: ['DELETE'] });
    expect(matchRoute('PUT', '/', 'full')).toEqual({ found: false, reason: 'method', allow: ['GET', 'HEAD'] });
  });

  it('take one decoded segment as a parameter', () => {
    expect(matchRoute('GET', '/v1/models/llama3.2%3A1b', 'inference')).toMatchObject({ parameter: 'llama3.2:1b' });
    for (const id of ['', '%2F', 'a%2Fb', '%', 'a/b']) {
      expect(matchRoute('GET', plainPath(`/v1/models/${id}`), 'full').found).toBe(false);
    }
    for (const digest of ['sha256:0a', DIGEST.toUpperCase(), `${DIGEST}0`, `..%2f${DIGEST}`]) {
      expect(matchRoute('HEAD', plainPath(`/api/blobs/${digest}`), 'full').found).toBe(false);
    }
  });

  it('match no target that another parser might take for another path', () => {
    fc.assert(
      fc.property(targets, fc.constantFrom(...METHODS), (target, method) => {
        const path = plainPath(target);
        const match = matchRoute(method, path, 'full');
        if (!match.found) return true;
        const plain = target.split('?', 1)[0] ?? '';
        const { route } = match;
        const fixed = route.path.replace(/\{\w+\}$/, '');
        expect(new URL(target, 'http://x').pathname).toBe(plain);
        expect(plain.startsWith(fixed)).toBe(true);
        expect(route.path.includes('{') || plain === route.path).toBe(true);
        expect(route.methods).toContain(method);
        return true;
      }),
      { numRuns: 5000 },
    );
  });

  it('never let the scope inference manage models', () => {
    const anyPath = fc.oneof(targets, fc.constantFrom(...GATEWAY_ROUTES.map(({ path }) => path), ...paths));
    fc.assert(
      fc.property(anyPath, fc.constantFrom(...METHODS), (target, method) => {
        const match = matchRoute(method, plainPath(target), 'inference');
        return !match.found || match.route.scope === 'inference';
      }),
      { numRuns: 3000 },
    );
  });
});

test.each([
  ['/v1/chat/completions', '/v1/chat/completions'],
  ['/api/push', '/api/push'],
  ['/v1/models/llama3.2', '/v1/models/{model}'],
  [`/api/blobs/${DIGEST}`, '/api/blobs/{digest}'],
  ['/api/chat/', null],
  ['/corral-0123456789/v1/models', null],
])('the endpoint of %s is %s', (path, endpoint) => {
  expect(endpointOf(path)).toBe(endpoint);
});

describe('a plain path', () => {
  it('means the same to every parser', () => {
    fc.assert(
      fc.property(fc.oneof(targets, fc.string(), fc.webUrl()), (target) => {
        const path = plainPath(target);
        if (path === null) return true;
        expect(target.startsWith(path)).toBe(true);
        expect(
          path
            .split('/')
            .slice(1)
            .filter((segment) => ['.', '..'].includes(segment)),
        ).toEqual([]);
        expect(path === '/' || !path.endsWith('/')).toBe(true);
        expect(path).not.toMatch(/\/\/|[\\#?;\s]/);
        return true;
      }),
      { numRuns: 1000 },
    );
  });

  it('excludes the query', () => {
    expect(plainPath('/v1/messages?beta=true&a=/../b')).toBe('/v1/messages');
    expect(plainPath('/?a')).toBe('/');
  });
});
