import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectRpc, snapshotUntil } from '../../tests/e2e/rpc-client.ts';
import { startCorral } from '../../tests/e2e/start-corral.ts';
import { processorShare } from './processor-share.ts';

const program = fileURLToPath(new URL('./supervise-program.ts', import.meta.url));

async function shareOfSupervisor(): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'corral-bench-'));
  const child = fork(program, [home], { execArgv: [] });
  const exited = once(child, 'exit');
  try {
    await once(child, 'message');
    return await processorShare(child.pid);
  } finally {
    child.disconnect();
    await exited;
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function shareOfHost(desired: 'running' | 'stopped'): Promise<number> {
  const corral = await startCorral();
  try {
    const { client, close } = await connectRpc(corral.url);
    if (desired === 'stopped') await client.server.stop({ when: 'now' });
    await snapshotUntil(client, ({ server }) => server.actual.state === desired);
    close();
    return await processorShare(corral.process.pid);
  } finally {
    await corral.dispose();
  }
}

/** Shares of one processor. */
export interface IdleCost {
  /** A process that supervises a server and does nothing else. */
  readonly supervisor: number;
  /** A headless host without clients, its server running. */
  readonly host: number;
  /** The same with the server stopped. */
  readonly hostWithoutServer: number;
}

/** What supervision and whole hosts cost in the same minute, their servers idle. */
export async function idleCost(): Promise<IdleCost> {
  const [supervisor, host, hostWithoutServer] = await Promise.all([
    shareOfSupervisor(),
    shareOfHost('running'),
    shareOfHost('stopped'),
  ]);
  return { supervisor, host, hostWithoutServer };
}
