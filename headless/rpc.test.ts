import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { RouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../tests/eventually.ts';
import {
  ask,
  cookie,
  ended,
  ourPage,
  own,
  port,
  type router,
  serveInTests,
  session,
} from './testing/web-server-fixture.ts';

serveInTests();

describe('calls', () => {
  const open = (headers: Record<string, string>, path = '/rpc') =>
    new WebSocket(`ws://127.0.0.1:${port()}${path}`, { headers });

  it('pass between our page and the router, and a subscription ends with its socket', async () => {
    const socket = open({ cookie: cookie(), origin: own() });
    await once(socket, 'open');
    const client: RouterClient<typeof router> = createORPCClient(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    );
    expect(await client.greet()).toBe('hello');
    const changes = await client.watch();
    expect(await changes.next()).toMatchObject({ value: 0 });
    socket.close();
    await eventually(() => expect(ended).toHaveBeenCalled());
  });

  it.each([
    ['without the cookie', () => ({ origin: own() }), 401],
    ['from another origin', () => ({ cookie: cookie(), origin: 'http://evil.example' }), 401],
    ['from another port', () => ({ cookie: cookie(), origin: 'http://127.0.0.1:3000' }), 401],
    ['without an origin', () => ({ cookie: cookie() }), 401],
    ['with the token instead', () => ({ authorization: `Bearer ${session.token}`, origin: own() }), 401],
    ['under another name', () => ({ cookie: cookie(), origin: 'http://evil.example', host: 'evil.example' }), 403],
  ])('are refused %s', async (_what, headers, status) => {
    const [, response] = await once(open(headers()), 'unexpected-response');
    expect(response.statusCode).toBe(status);
  });

  it('have one path', async () => {
    const [, response] = await once(open({ cookie: cookie(), origin: own() }, '/v1'), 'unexpected-response');
    expect(response.statusCode).toBe(404);
  });

  it('outlive a frame that is none', async () => {
    const socket = open({ cookie: cookie(), origin: own() });
    await once(socket, 'open');
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    // A reserved opcode.
    Reflect.get(socket, '_socket').write(Buffer.from([0x83, 0x80, 0, 0, 0, 0]));
    await closed;
    expect((await ask('/', { headers: ourPage() })).statusCode).toBe(200);
  });
});
