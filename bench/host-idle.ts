import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connectRpc, snapshotUntil } from '../tests/e2e/rpc-client.ts';
import { startCorral } from '../tests/e2e/start-corral.ts';
import type { Figure } from './parts/figure.ts';
import { percent, processorShare } from './parts/processor-share.ts';
import { residentMemory } from './parts/resident-memory.ts';

interface IdleCost {
  /** Of one processor, from 0 to 1. */
  readonly share: number;
  readonly ownMb: number;
}

async function idleCostOf(pid: number | undefined): Promise<IdleCost> {
  const share = await processorShare(pid);
  const { ownMb } = await residentMemory(pid);
  return { share, ownMb };
}

/** Node with nothing to do: the least that any host can use. */
async function bareNode(): Promise<IdleCost> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 2 ** 30)'], { stdio: 'ignore' });
  try {
    return await idleCostOf(child.pid);
  } finally {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  }
}

async function headlessHost(): Promise<IdleCost> {
  const corral = await startCorral();
  try {
    const { client, close } = await connectRpc(corral.url);
    await snapshotUntil(client, ({ server }) => server.actual.state === 'running');
    close();
    return await idleCostOf(corral.process.pid);
  } finally {
    await corral.dispose();
  }
}

/** The memory and processor time of the built headless host while its server is idle, and of bare Node in the same minute. */
export async function hostIdle(): Promise<readonly Figure[]> {
  const [host, bare] = await Promise.all([headlessHost(), bareNode()]);
  return [
    {
      label: 'Resident memory of an idle headless host',
      baseline: `bare Node: ${Math.round(bare.ownMb)} MB`,
      value: Math.round(host.ownMb),
      limit: 140,
      unit: 'MB',
    },
    {
      label: 'Processor time of an idle headless host, share of one processor',
      baseline: `bare Node: ${percent(bare.share)} %`,
      value: percent(host.share),
      limit: 0.3,
      unit: '%',
    },
  ];
}
