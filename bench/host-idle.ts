import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connectRpc, snapshotUntil } from '../tests/e2e/rpc-client.ts';
import { startCorral } from '../tests/e2e/start-corral.ts';
import type { Figure } from './parts/figure.ts';
import { percent, processorShare } from './parts/processor-share.ts';
import { residentMemory } from './parts/resident-memory.ts';

interface Idle {
  /** Of one processor. */
  readonly share: number;
  readonly ownMb: number;
}

async function idleOf(pid: number | undefined): Promise<Idle> {
  const share = await processorShare(pid);
  const { ownMb } = await residentMemory(pid);
  return { share, ownMb };
}

/** Node with nothing to do: what any host must take at the least. */
async function bareNode(): Promise<Idle> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 2 ** 30)'], { stdio: 'ignore' });
  try {
    return await idleOf(child.pid);
  } finally {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  }
}

async function headlessHost(): Promise<Idle> {
  const corral = await startCorral();
  try {
    const { client, close } = await connectRpc(corral.url);
    await snapshotUntil(client, ({ server }) => server.actual.state === 'running');
    close();
    return await idleOf(corral.process.pid);
  } finally {
    await corral.dispose();
  }
}

/** What the built headless host takes while its server runs and nobody asks anything, and bare Node in the same minute. */
export async function hostIdle(): Promise<readonly Figure[]> {
  const [host, bare] = await Promise.all([headlessHost(), bareNode()]);
  return [
    {
      what: 'Resident memory of an idle headless host',
      anchor: `bare Node: ${Math.round(bare.ownMb)} MB`,
      value: Math.round(host.ownMb),
      limit: 120,
      unit: 'MB',
    },
    {
      what: 'Processor time of an idle headless host, of one processor over a minute',
      anchor: `bare Node: ${percent(bare.share)} %`,
      value: percent(host.share),
      limit: 0.5,
      unit: '%',
    },
  ];
}
