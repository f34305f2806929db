import { createServer, type Server } from 'node:http';
import fastifyStatic from '@fastify/static';
import type { AnyRouter } from '@orpc/server';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { cacheControl } from '../core/http/page-headers.ts';
import { addApiRoute } from './api-route.ts';
import { addAuthGuard } from './auth-guard.ts';
import type { HostRules } from './host-check.ts';
import { listenAddresses } from './listen-addresses.ts';
import { createRpc } from './rpc.ts';
import type { Session } from './session.ts';

export interface WebServerOptions {
  readonly app: { readonly router: AnyRouter; api(request: Request): Promise<Response> };
  readonly session: Session;
  readonly rules: HostRules;
  readonly pagesFolder: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly onSignIn: () => void;
}

export interface WebServer {
  readonly port: number;
  /** Ends the listeners and every connection. */
  close(): Promise<void>;
}

/**
 * Serves the pages, `/v1` and the calls on 127.0.0.1 and each `--bind` address.
 * @throws the error of `listen`, such as EADDRINUSE
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { app, session, rules, pagesFolder, onSignIn } = options;
  const pages = Fastify({ logger: false, exposeHeadRoutes: false });
  addAuthGuard(pages, { session, rules, onSignIn });
  await addStaticPages(pages, pagesFolder);
  addApiRoute(pages, (request) => app.api(request));
  await pages.ready();
  const rpc = createRpc({ router: app.router, session, rules });

  const servers: Server[] = [];
  const close = async () => {
    rpc.close();
    await Promise.all(servers.map(closeServer));
    await pages.close();
  };
  let port = options.port;
  try {
    for (const address of listenAddresses(rules.bind)) {
      const server = createServer((request, response) => pages.routing(request, response));
      server.on('upgrade', (request, socket, head) => rpc.upgrade(request, socket, head));
      port = await listen(server, address, port);
      servers.push(server);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { port, close };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: false }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Serves the built pages. They are addressed by hash, so no path needs rewriting. */
async function addStaticPages(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', cacheControl(path)),
  });
  server.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('text/plain; charset=utf-8')
      .send(`${headlessText('notFound')}\n`),
  );
}
