/**
 * @import { IncomingMessage, ServerResponse } from 'node:http'
 * @import { Cors } from './cors.js'
 */
import { createServer } from 'node:http';
import { errorMessage } from '../process/error-message.js';
import { logAccess } from '../process/log.js';
import { isLoopback } from '../process/ollama-host.js';
import { hostKind } from './host-check.js';
import { sendJson } from './response.js';

/**
 * What a server that is ready handles requests with: its CORS check, the address it is bound to, and the router.
 * @typedef {{
 *   readonly cors: Cors,
 *   readonly bound: string,
 *   readonly route: (req: IncomingMessage, res: ServerResponse) => Promise<unknown>,
 * }} Handling
 */

/**
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 */
function accessLog(req, res) {
  const started = performance.now();
  const client = (req.socket.remoteAddress ?? '').replace('::ffff:', '');
  const { method = '', url = '' } = req;
  res.on('close', () => logAccess({ status: res.statusCode, ms: performance.now() - started, client, method, url }));
}

/**
 * The checks that come before any route, in the real server's order; true when the request may proceed.
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @param {Handling} handling
 */
function isAdmitted(req, res, { cors, bound }) {
  const { origin, host = '' } = req.headers;
  const { headers, status } = cors({ origin, host, method: req.method });
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (status !== undefined) {
    res.writeHead(status).end();
    return false;
  }
  if (!isLoopback(bound)) return true;
  const kind = hostKind(host);
  if (kind === null) {
    res.writeHead(403, { 'Content-Length': 0 }).end();
    return false;
  }
  // The real Host check itself responds to OPTIONS when the Host is an allowed *name*.
  if (req.method === 'OPTIONS' && kind === 'name') {
    res.writeHead(204).end();
    return false;
  }
  return true;
}

/**
 * The HTTP side: no request gets a response before `ready` has resolved for it, although the port is open.
 * @param {(req: IncomingMessage) => Promise<Handling>} ready
 */
export function createHttpServer(ready) {
  const server = createServer((req, res) => {
    void ready(req)
      .then(async (handling) => {
        accessLog(req, res);
        if (isAdmitted(req, res, handling)) await handling.route(req, res);
      })
      .catch((error) => {
        process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
        if (res.headersSent) res.destroy();
        else sendJson(res, 500, { error: errorMessage(error) });
      });
  });
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  return server;
}
