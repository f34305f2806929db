import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processInfo } from '../../core/os/process-info.ts';
import { connectRpc, snapshotUntil } from '../../tests/e2e/rpc-client.ts';
import { startCorral } from '../../tests/e2e/start-corral.ts';

/** A process is busy with itself for a moment after its start. Milliseconds. */
const comesToRestMs = 10_000;
const measuredMs = 60_000;

const program = fileURLToPath(new URL('./supervise-program.ts', import.meta.url));

async function cpuMsOf(pid: number | undefined): Promise<number> {
  const info = pid === undefined ? null : await processInfo(pid);
  if (info === null) throw new Error('the process is gone');
  return info.cpuMs;
}

/** What share of one processor a process takes, once it has come to rest. */
async function shareOf(pid: number | undefined): Promise<number> {
  await delay(comesToRestMs);
  const before = { at: performance.now(), cpuMs: await cpuMsOf(pid) };
  await delay(measuredMs);
  return ((await cpuMsOf(pid)) - before.cpuMs) / (performance.now() - before.at);
}

async function ofSupervisor(): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'corral-bench-'));
  const child = fork(program, [home], { execArgv: [] });
  const exited = once(child, 'exit');
  try {
    await once(child, 'message');
    return await shareOf(child.pid);
  } finally {
    child.disconnect();
    await exited;
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function ofHost(wanted: 'running' | 'stopped'): Promise<number> {
  const corral = await startCorral();
  try {
    const { client, close } = await connectRpc(corral.url);
    if (wanted === 'stopped') await client.server.stop({ when: 'now' });
    await snapshotUntil(client, ({ server }) => server.actual.state === wanted);
    close();
    return await shareOf(corral.process.pid);
  } finally {
    await corral.dispose();
  }
}

export interface IdleCost {
  /** A process that supervises a server and does nothing else. */
  readonly supervisor: number;
  /** A headless host that nobody looks at, its server running. */
  readonly host: number;
  /** The same where no server is wanted. */
  readonly hostWithout: number;
}

/** What shares of one processor supervision and whole hosts take in the same minute, their servers idle. */
export async function idleCost(): Promise<IdleCost> {
  const [supervisor, host, hostWithout] = await Promise.all([ofSupervisor(), ofHost('running'), ofHost('stopped')]);
  return { supervisor, host, hostWithout };
}
