import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_LIMITS } from '../policy/gateway-limits.ts';
import type { Exchange } from './exchange.ts';
import { closeListener, createHttpListener, listenOn } from './http-listener.ts';
import { sendResponse } from './send-response.ts';

it('reports a connection that the system could not accept, and serves the others', async () => {
  const unexpected: unknown[] = [];
  const onUnexpected = (error: unknown) => void unexpected.push(error);
  const handle = async (exchange: Exchange) => sendResponse(exchange, { status: 200, body: 'served' });
  const server = createHttpListener({ limits: DEFAULT_LIMITS, handle, onUnexpected });
  onTestFinished(() => closeListener(server));
  await listenOn(server, { host: '127.0.0.1', port: 0 }, onUnexpected);
  const full = Object.assign(new Error('accept ENFILE'), { code: 'ENFILE' });
  server.emit('error', full);
  expect(unexpected).toEqual([full]);
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('served');
});
