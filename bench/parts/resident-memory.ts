import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly kib: number;
}

const treeKib = (rows: readonly Row[], pid: number): number =>
  rows.reduce((sum, row) => {
    if (row.pid === pid) return sum + row.kib;
    return row.parent === pid ? sum + treeKib(rows, row.pid) : sum;
  }, 0);

/** What a process and its children hold in memory, in MB of a million bytes; pages that two of them share count twice. */
export async function residentMb(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,rss=']);
  const rows = stdout.split('\n').map((line): Row => {
    const [own = 0, parent = 0, kib = 0] = line.trim().split(/\s+/).map(Number);
    return { pid: own, parent, kib };
  });
  const kib = treeKib(rows, pid);
  if (kib === 0) throw new Error(`process ${pid} is gone`);
  return (kib * 1024) / 1e6;
}

const lookEveryMs = 500;

/** The most that a process and its children held while `act` ran, looked at twice a second. */
export async function peakMbDuring<T>(pid: number, act: () => Promise<T>): Promise<{ result: T; peakMb: number }> {
  const over = new AbortController();
  let peakMb = 0;
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      peakMb = Math.max(peakMb, await residentMb(pid));
      await delay(lookEveryMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const watching = watch();
  try {
    return { result: await act(), peakMb };
  } finally {
    over.abort();
    await watching;
  }
}
