import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { probeAddress } from './probe-address.ts';

it('uses the address’s own name for TLS, whatever the Host header', async () => {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  const hello = once(server, 'connection').then(async ([socket]) => {
    const [greeting] = await once(socket, 'data');
    socket.destroy();
    return String(greeting);
  });
  const question = { method: 'GET', path: '/v1/models', host: 'corral-test.invalid' } as const;
  const reply = await probeAddress(new URL(`https://localhost:${port}/v1`), question);
  expect(reply).toHaveProperty('errorCode');
  expect(await hello).toContain('localhost');
  expect(await hello).not.toContain('corral-test.invalid');
  server.close();
});
