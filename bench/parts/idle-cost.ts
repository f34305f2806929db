import { setTimeout as delay } from 'node:timers/promises';
import { processInfo } from '../../core/os/process-info.ts';
import { connectRpc, snapshotUntil } from '../../tests/e2e/rpc-client.ts';
import { type Corral, startCorral } from '../../tests/e2e/start-corral.ts';

/** A host is busy with itself for a moment after its start. Milliseconds. */
const comesToRestMs = 10_000;
const measuredMs = 60_000;

async function cpuMsOf({ process: { pid } }: Corral): Promise<number> {
  const info = pid === undefined ? null : await processInfo(pid);
  if (info === null) throw new Error('the host is gone');
  return info.cpuMs;
}

async function share(corral: Corral, wanted: 'running' | 'stopped'): Promise<number> {
  const { client, close } = await connectRpc(corral.url);
  if (wanted === 'stopped') await client.server.stop({ when: 'now' });
  await snapshotUntil(client, ({ server }) => server.actual.state === wanted);
  close();
  await delay(comesToRestMs);
  const began = { at: performance.now(), cpuMs: await cpuMsOf(corral) };
  await delay(measuredMs);
  return ((await cpuMsOf(corral)) - began.cpuMs) / (performance.now() - began.at);
}

/** The share of one processor that a host takes that nobody looks at, its server running or not wanted, in the same minute. */
export async function idleCost(): Promise<{ readonly running: number; readonly stopped: number }> {
  const hosts = await Promise.all([startCorral(), startCorral()]);
  try {
    const [running, stopped] = await Promise.all([share(hosts[0], 'running'), share(hosts[1], 'stopped')]);
    return { running, stopped };
  } finally {
    await Promise.all(hosts.map((host) => host.dispose()));
  }
}
