import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_LIMITS } from '../policy/gateway-limits.ts';
import { createHttpListener } from './http-listener.ts';

it('reports a connection that the system could not accept, and serves the others', async () => {
  const unexpected: unknown[] = [];
  const app = createHttpListener({
    limits: DEFAULT_LIMITS,
    singleRoute: false,
    onUnexpected: (error) => unexpected.push(error),
  });
  onTestFinished(() => app.close());
  app.get('/', async () => 'served');
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const full = Object.assign(new Error('accept ENFILE'), { code: 'ENFILE' });
  app.server.emit('error', full);
  expect(unexpected).toEqual([full]);
  expect(await (await fetch(origin)).text()).toBe('served');
});
