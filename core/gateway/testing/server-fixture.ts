import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Endpoint } from '../../ollama/endpoint.ts';
import { type GatewayFixture, type GatewayFixtureOptions, openGatewayFixture, SECRETS } from './gateway-fixture.ts';

/** A server that responds as a test says, and gateways in front of it. */
export async function openServerFixture() {
  const received: IncomingMessage[] = [];
  const gateways: GatewayFixture[] = [];
  let handle: RequestListener = (_request, response) => response.end('{}');
  const server = createServer((request, response) => {
    received.push(request);
    handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const endpoint = (): Endpoint => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return { host: '127.0.0.1', port: address.port };
  };
  return {
    /** Requests that reached the server. */
    received,
    endpoint,
    stop,
    /** How the server responds from now on. */
    respond(listener: RequestListener) {
      handle = listener;
    },
    async open(options: Partial<GatewayFixtureOptions> = {}) {
      const fixture = await openGatewayFixture({ upstream: endpoint, ...options });
      gateways.push(fixture);
      const { url } = fixture;
      const send = (path: string, init: RequestInit = {}, secret: string = SECRETS.inference) =>
        fetch(url + path, { ...init, headers: { authorization: `Bearer ${secret}`, ...init.headers } });
      const chat = (init: RequestInit = {}) =>
        send('/api/chat', { method: 'POST', body: '{"model":"llama3.2"}', ...init });
      return { fixture, send, chat, url, port: fixture.listener.port };
    },
    /** Closes everything; gives what the gateways take for bugs. */
    async close(): Promise<unknown[]> {
      await Promise.all(gateways.map((fixture) => fixture.close()));
      stop();
      return gateways.flatMap(({ unexpected }) => unexpected);
    },
  };
}

export type ServerFixture = Awaited<ReturnType<typeof openServerFixture>>;
