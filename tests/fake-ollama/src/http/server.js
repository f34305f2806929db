/**
 * @import { IncomingMessage, ServerResponse } from 'node:http'
 * @import { Cors } from './cors.js'
 */
import { createServer } from 'node:http';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { errorMessage } from '../process/error-message.js';
import { logAccess } from '../process/log.js';
import { isLoopback } from '../process/ollama-host.js';
import { sendJson } from './response.js';

/**
 * What a server that is ready handles requests with: its CORS check, the address it is bound to, and the router.
 * @typedef {{
 *   readonly cors: Cors,
 *   readonly bound: string,
 *   readonly route: (req: IncomingMessage, res: ServerResponse) => Promise<unknown>,
 * }} Handling
 */

const LOCAL_SUFFIXES = ['.localhost', '.local', '.internal'];
const PRIVATE = [/^127\./, /^10\./, /^192\.168\./, /^172\.(1[6-9]|2\d|3[01])\./, /^0\.0\.0\.0$/, /^::1?$/, /^f[cd]/i];

function ownAddresses() {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
}

/**
 * Whether a server bound to loopback accepts this Host header (a guard against DNS rebinding).
 * @param {string} header
 */
function isHostAllowed(header) {
  const name = header.replace(/:\d+$/, '').toLowerCase();
  const address = name.replace(/^\[(.*)\]$/, header === name ? '[$1]' : '$1');
  if (isIP(address) !== 0) {
    return PRIVATE.some((range) => range.test(address)) || ownAddresses().includes(address);
  }
  if (name === '' || name === 'localhost' || name === hostname().toLowerCase()) return true;
  return LOCAL_SUFFIXES.some((suffix) => name.endsWith(suffix));
}

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
  const loopback = isLoopback(bound);
  const { headers, status } = cors({ origin, host, method: req.method });
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (status !== undefined) {
    res.writeHead(status).end();
    return false;
  }
  if (loopback && !isHostAllowed(host)) {
    res.writeHead(403, { 'Content-Length': 0 }).end();
    return false;
  }
  if (req.method === 'OPTIONS' && origin === undefined && loopback && isHostName(host)) {
    res.writeHead(204).end();
    return false;
  }
  return true;
}

/**
 * The real Host check itself responds to a bare OPTIONS when the Host is an allowed *name*.
 * @param {string} host
 */
function isHostName(host) {
  return !/^[\d.:[\]]*$/.test(host);
}

/**
 * The HTTP side: no request gets a response before `ready` has resolved for it, although the port is open.
 * @param {() => Promise<Handling>} ready
 */
export function createHttpServer(ready) {
  const server = createServer((req, res) => {
    void ready()
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
