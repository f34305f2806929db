import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Endpoint } from '../../ollama/probe-version.ts';
import { type Fixture, type GroundOptions, openFixture, SECRETS } from './gateway-fixture.ts';

/** A server that answers as a test says, and gateways in front of it. */
export async function openServerFixture() {
  const seen: IncomingMessage[] = [];
  const grounds: Fixture[] = [];
  let handle: RequestListener = (_request, response) => response.end('{}');
  const server = createServer((asked, response) => {
    seen.push(asked);
    handle(asked, response);
  });
  const listen = async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  };
  const end = () => {
    server.closeAllConnections();
    server.close();
  };
  await listen();
  const endpoint = (): Endpoint => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return { host: '127.0.0.1', port: address.port };
  };
  return {
    seen,
    endpoint,
    end,
    /** What the server does with a request from now on. */
    answers(listener: RequestListener) {
      handle = listener;
    },
    async open(options: Partial<GroundOptions> = {}) {
      const ground = await openFixture({ upstream: endpoint, ...options });
      grounds.push(ground);
      const { url } = ground;
      const ask = (path: string, init: RequestInit = {}, secret: string = SECRETS.inference) =>
        fetch(url + path, { ...init, headers: { authorization: `Bearer ${secret}`, ...init.headers } });
      const chat = (init: RequestInit = {}) =>
        ask('/api/chat', { method: 'POST', body: '{"model":"llama3.2"}', ...init });
      return { ground, ask, chat, url, port: ground.listener.port };
    },
    /** Closes all; gives what the gateways take for bugs. */
    async close(): Promise<unknown[]> {
      await Promise.all(grounds.map((ground) => ground.close()));
      end();
      return grounds.flatMap(({ bugs }) => bugs);
    },
  };
}

export type ServerGround = Awaited<ReturnType<typeof openServerFixture>>;
