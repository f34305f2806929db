import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { expect, it } from 'vitest';
import { createClientConnections } from './client-connections.ts';

it('takes a client for disconnected as soon as its connection is destroyed', async () => {
  const clients = createClientConnections();
  const seen = Promise.withResolvers<boolean[]>();
  const server = createServer((request, response) => {
    const here = clients.disconnectSignal(response).aborted;
    request.socket.destroy();
    seen.resolve([here, clients.disconnectSignal(response).aborted]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const sent = request({ host: '127.0.0.1', port: typeof bound === 'object' ? bound?.port : 0 });
  sent.on('error', () => undefined).end();
  expect(await seen.promise).toEqual([false, true]);
  server.close();
});
