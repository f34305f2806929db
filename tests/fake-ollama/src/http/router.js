/** @import { IncomingMessage, ServerResponse } from 'node:http' */
import { ApiError } from './api-error.js';
import { send, sendJson } from './response.js';

/**
 * @typedef {(req: IncomingMessage, res: ServerResponse, params: Readonly<Record<string, string>>) => unknown} Handler
 * @typedef {(res: ServerResponse, error: ApiError) => unknown} ErrorWriter
 * @typedef {readonly [methods: string, pattern: string, handler: Handler, sendError?: ErrorWriter]} Route
 * @typedef {{
 *   readonly methods: readonly string[],
 *   readonly names: readonly string[],
 *   readonly expression: RegExp,
 *   readonly handler: Handler,
 *   readonly sendError: ErrorWriter,
 * }} CompiledRoute
 * @typedef {{ readonly route: CompiledRoute, readonly params: Readonly<Record<string, string>> }} Match
 */

/**
 * `{id}` in a pattern takes one path segment.
 * @param {Route} route
 * @returns {CompiledRoute}
 */
function compile([methods, pattern, handler, sendError = sendNativeError]) {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const source = pattern.replace(/\{\w+\}/g, '([^/]+)');
  return { methods: methods.split(' '), names, expression: new RegExp(`^${source}$`), handler, sendError };
}

/**
 * @param {readonly CompiledRoute[]} routes
 * @param {string} path
 * @returns {readonly Match[]}
 */
function match(routes, path) {
  return routes.flatMap((route) => {
    const found = route.expression.exec(path);
    if (!found) return [];
    return [{ route, params: Object.fromEntries(route.names.map((name, i) => [name, found[i + 1] ?? ''])) }];
  });
}

/** @type {ErrorWriter} */
function sendNativeError(res, error) {
  if (res.headersSent) return res.end(`${JSON.stringify({ error: error.message })}\n`);
  return sendJson(res, error.status, { error: error.message });
}

/**
 * Routes as gin does: 405 with Allow for a known path, a redirect for a stray slash, else the plain 404.
 * @param {readonly Route[]} table a handler's ApiError becomes the response that the row's last column writes
 */
export function createRouter(table) {
  const routes = table.map(compile);
  return async (/** @type {IncomingMessage} */ req, /** @type {ServerResponse} */ res) => {
    const { path, query } = splitUrl(req.url ?? '/');
    const candidates = match(routes, path);
    const hit = candidates.find(({ route }) => route.methods.includes(req.method ?? 'GET'));
    if (!hit) return sendNotFound(req, res, { routes, path, query, candidates });
    try {
      await hit.route.handler(req, res, hit.params);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!res.destroyed) hit.route.sendError(res, error);
    }
  };
}

/**
 * Routes are matched on the decoded path, so `%2F` is a slash like any other.
 * @param {string} url
 */
function splitUrl(url) {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  const query = at < 0 ? '' : url.slice(at);
  try {
    return { path: decodeURIComponent(path), query };
  } catch {
    return { path, query };
  }
}

/**
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @param {{
 *   readonly routes: readonly CompiledRoute[],
 *   readonly path: string,
 *   readonly query: string,
 *   readonly candidates: readonly Match[],
 * }} request
 */
function sendNotFound(req, res, { routes, path, query, candidates }) {
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
