import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_LIMITS } from '../policy/gateway-limits.ts';
import { createHttpListener } from './http-listener.ts';

it('tells of a client that the system could not take, and serves the others', async () => {
  const told: unknown[] = [];
  const app = createHttpListener({
    limits: DEFAULT_LIMITS,
    singleRoute: false,
    onUnexpected: (error) => told.push(error),
  });
  onTestFinished(() => app.close());
  app.get('/', async () => 'served');
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const full = Object.assign(new Error('accept ENFILE'), { code: 'ENFILE' });
  app.server.emit('error', full);
  expect(told).toEqual([full]);
  expect(await (await fetch(origin)).text()).toBe('served');
});
