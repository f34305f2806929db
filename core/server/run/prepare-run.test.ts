import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../../../tests/ollama/free-port.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { type PrepareOptions, prepareRun } from './prepare-run.ts';

/** A socket of somebody else's, as far as the run knows. Gives its port. */
async function takePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

function options(plan: LaunchPlan, changed: Partial<PrepareOptions> = {}) {
  return {
    dataDir: '/nowhere',
    env: { HOME: '/nowhere', PATH: '', SHELL: '/bin/false' },
    log: {} as PrepareOptions['log'],
    launchPlan: vi.fn(async () => plan),
    front: { open: async () => null, held: async () => ({ held: [], opening: [] }) },
    refuseInnerPort: vi.fn(),
    folderProblem: async () => null,
    adoptRun: async () => null,
    terminateOrphan: async () => true,
    onPlan: vi.fn(),
    onProgram: vi.fn(),
    ...changed,
  };
}

it('plans nothing more for a run that is over while it looks for a port', async () => {
  const port = await takePort();
  const plan = {
    bind: { host: '127.0.0.1', port },
    publicPort: await freePort(),
    ollamaPath: process.execPath,
    variables: {},
  };
  const stop = new AbortController();
  const refuseInnerPort = vi.fn(() => stop.abort());
  const given = options(plan, { refuseInnerPort });
  expect(await prepareRun('r1', given, stop.signal)).toBeNull();
  await vi.waitFor(() => expect(given.launchPlan).toHaveBeenCalledTimes(2));
  // Time for what would still be reported.
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect(given.launchPlan).toHaveBeenCalledTimes(2);
  expect(given.onPlan).toHaveBeenCalledTimes(1);
});

it('no longer follows the log of a server that it doesn’t take over after all', async () => {
  const publicPort = await takePort();
  const bind = { host: '127.0.0.1', port: await freePort() };
  const plan = { bind, publicPort, ollamaPath: process.execPath, variables: {} };
  const exited = Promise.withResolvers<never>().promise;
  const detach = vi.fn();
  const adopted = { pid: 1, exited, startedAt: 0, adopted: true, detach };
  const closeRun = vi.fn(async () => undefined);
  const log = { closeRun } as Partial<PrepareOptions['log']> as PrepareOptions['log'];
  const given = options(plan, { log, adoptRun: async () => adopted });
  expect(await prepareRun('r1', given, new AbortController().signal)).toMatchObject({ type: 'portInUse' });
  expect(detach).toHaveBeenCalledOnce();
  expect(closeRun).toHaveBeenCalledExactlyOnceWith('r1');
});
