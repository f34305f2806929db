import { ApiError } from './api-error.js';
import { send, sendJson } from './reply.js';

/** `{id}` in a pattern takes one path segment. */
function compile(pattern) {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const source = pattern.replace(/\{\w+\}/g, '([^/]+)');
  return { names, expression: new RegExp(`^${source}$`) };
}

function match(routes, path) {
  return routes.flatMap((route) => {
    const found = route.expression.exec(path);
    if (!found) return [];
    return [{ route, params: Object.fromEntries(route.names.map((name, i) => [name, found[i + 1]])) }];
  });
}

function nativeError(res, error) {
  if (res.headersSent) return res.end(`${JSON.stringify({ error: error.message })}\n`);
  return sendJson(res, error.status, { error: error.message, ...error.fields });
}

/**
 * Routes as gin does: 405 with Allow for a known path, a redirect for a stray slash, else the plain 404.
 * @param table rows of `[methods, pattern, handler, failed?]`; a handler's ApiError is answered by `failed`
 */
export function createRouter(table) {
  const routes = table.map(([methods, pattern, handler, failed = nativeError]) => ({
    ...compile(pattern),
    methods: methods.split(' '),
    handler,
    failed,
  }));
  return async (req, res) => {
    const [path, query] = splitUrl(req.url);
    const candidates = match(routes, path);
    const hit = candidates.find(({ route }) => route.methods.includes(req.method));
    if (!hit) return refuse({ req, res, routes, path, query, candidates });
    try {
      await hit.route.handler(req, res, hit.params);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!res.destroyed) hit.route.failed(res, error);
    }
  };
}

/** Routes are matched on the decoded path, so `%2F` is a slash like any other. */
function splitUrl(url) {
  const at = url.indexOf('?');
  const [path, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
  try {
    return [decodeURIComponent(path), query];
  } catch {
    return [path, query];
  }
}

function refuse({ req, res, routes, path, query, candidates }) {
  const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  if (candidates.length === 0 && path !== '/' && match(routes, other).length > 0) {
    res.setHeader('Location', `${other}${query}`);
    if (req.method !== 'GET') return send(res, 307, '');
    const body = `<a href="${other}${query}">Moved Permanently</a>.\n\n`;
    return send(res, 301, body, { type: 'text/html; charset=utf-8' });
  }
  if (candidates.length === 0) return send(res, 404, '404 page not found', { type: 'text/plain' });
  res.setHeader('Allow', candidates.flatMap(({ route }) => route.methods).join(', '));
  return send(res, 405, '405 method not allowed', { type: 'text/plain' });
}
