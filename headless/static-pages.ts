import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { headlessText } from '../contract/derived/catalog/en/headless.ts';
import { cacheControl } from '../core/http/page-headers.ts';

/** Serves the built pages. They are addressed by hash, so no path needs rewriting. */
export async function addStaticPages(server: FastifyInstance, folder: string): Promise<void> {
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
