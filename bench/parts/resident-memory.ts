import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly kib: number;
}

export interface ResidentMemory {
  /** In MB of a million bytes. */
  readonly ownMb: number;
  /** Pages that several of them share count for each. */
  readonly withChildrenMb: number;
}

function treeKib(rows: readonly Row[], top: Row): number {
  return rows.filter(({ parent }) => parent === top.pid).reduce((sum, row) => sum + treeKib(rows, row), top.kib);
}

function megabytes(kib: number): number {
  return (kib * 1024) / 1e6;
}

/** What a process holds in memory at this moment. */
export async function residentMemory(pid: number | undefined): Promise<ResidentMemory> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,rss=']);
  const rows = stdout.split('\n').map((line): Row => {
    const [own = 0, parent = 0, kib = 0] = line.trim().split(/\s+/).map(Number);
    return { pid: own, parent, kib };
  });
  const found = rows.find((row) => row.pid === pid);
  if (found === undefined) throw new Error(`process ${pid} is gone`);
  return { ownMb: megabytes(found.kib), withChildrenMb: megabytes(treeKib(rows, found)) };
}

const pollIntervalMs = 500;

/** The most that a process and its children held while `act` ran, looked at twice a second. */
export async function peakMbDuring<T>(pid: number, act: () => Promise<T>): Promise<{ result: T; peakMb: number }> {
  const over = new AbortController();
  let peakMb = 0;
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      peakMb = Math.max(peakMb, (await residentMemory(pid)).withChildrenMb);
      await delay(pollIntervalMs, undefined, { signal: over.signal }).catch(() => undefined);
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
