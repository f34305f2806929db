import { createServer } from 'node:http';
import { logAccess } from '../process/log.js';
import { isLoopback } from '../process/ollama-host.js';
import { hostAllowed } from './host-check.js';
import { sendJson } from './reply.js';

function accessLog(req, res) {
  const started = performance.now();
  const client = (req.socket.remoteAddress ?? '').replace('::ffff:', '');
  res.on('close', () => {
    logAccess({ status: res.statusCode, ms: performance.now() - started, client, method: req.method, url: req.url });
  });
}

/** The checks that come before any route, in the real server's order; true when the request may go on. */
function admitted(req, res, { cors, bound }) {
  const loopback = isLoopback(bound());
  const { headers, status } = cors({ origin: req.headers.origin, host: req.headers.host, method: req.method });
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (status !== undefined) {
    res.writeHead(status).end();
    return false;
  }
  if (loopback && !hostAllowed(req.headers.host)) {
    res.writeHead(403, { 'Content-Length': 0 }).end();
    return false;
  }
  if (req.method === 'OPTIONS' && req.headers.origin === undefined && loopback && isName(req.headers.host)) {
    res.writeHead(204).end();
    return false;
  }
  return true;
}

/** The real Host check answers a bare OPTIONS itself when the Host is an allowed *name*. */
const isName = (host = '') => !/^[\d.:[\]]*$/.test(host);

/**
 * The HTTP side: nothing is answered before `gate` resolves, although the port is open.
 * @param bound gives the address the port is bound to
 * @param route the router's `(req, res)`
 */
export function createHttpServer({ cors, bound, gate, route }) {
  const server = createServer((req, res) => {
    void gate(req)
      .then(async () => {
        accessLog(req, res);
        if (!admitted(req, res, { cors, bound })) return;
        await route(req, res);
      })
      .catch((error) => {
        process.stderr.write(`${error.stack}\n`);
        if (res.headersSent) res.destroy();
        else sendJson(res, 500, { error: error.message });
      });
  });
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  return server;
}
