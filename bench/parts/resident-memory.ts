import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly kib: number;
}

export interface ResidentMemory {
  readonly ownMb: number;
  /** Pages that several processes share count for each. */
  readonly withChildrenMb: number;
}

function treeKib(rows: readonly Row[], top: Row): number {
  return rows.filter(({ parent }) => parent === top.pid).reduce((sum, row) => sum + treeKib(rows, row), top.kib);
}

function megabytes(kib: number): number {
  return (kib * 1024) / 1e6;
}

/**
 * The memory of a process, in MB of a million bytes.
 * @throws {Error} when the process is gone
 */
export async function residentMemory(pid: number | undefined): Promise<ResidentMemory> {
  const { stdout } = await execFileAsync('ps', ['-axo', 'pid=,ppid=,rss=']);
  const rows = stdout.split('\n').map((line): Row => {
    const [own = 0, parent = 0, kib = 0] = line.trim().split(/\s+/).map(Number);
    return { pid: own, parent, kib };
  });
  const found = rows.find((row) => row.pid === pid);
  if (found === undefined) throw new Error(`process ${pid} is gone`);
  return { ownMb: megabytes(found.kib), withChildrenMb: megabytes(treeKib(rows, found)) };
}

const POLL_INTERVAL_MS = 500;

/** The peak memory of a process and its children while `run` runs, sampled twice a second. */
export async function peakMbDuring<T>(pid: number, run: () => Promise<T>): Promise<{ result: T; peakMb: number }> {
  const stop = new AbortController();
  let peakMb = 0;
  const watch = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      peakMb = Math.max(peakMb, (await residentMemory(pid)).withChildrenMb);
      await delay(POLL_INTERVAL_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const watching = watch();
  try {
    return { result: await run(), peakMb };
  } finally {
    stop.abort();
    await watching;
  }
}
