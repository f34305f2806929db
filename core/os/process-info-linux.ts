import { readdir, readFile } from 'node:fs/promises';
import type { ProcessInfo } from './process-info.ts';

export interface ProcStat {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly ppid: number;
  readonly pgid: number;
  readonly terminal: number;
  /** Clock ticks after the boot. */
  readonly startTime: string;
}

/** Parses `/proc/PID/stat` (proc(5)). The name stands in parentheses and may hold any character, parentheses too. */
export function parseProcStat(text: string): ProcStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const [state, ppid, pgid, , terminal, ...rest] = text
    .slice(close + 1)
    .trim()
    .split(/\s+/);
  const startTime = rest[14];
  if (state === undefined || startTime === undefined) return null;
  return {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state,
    ppid: Number(ppid),
    pgid: Number(pgid),
    terminal: Number(terminal),
    startTime,
  };
}

const isAlive = ({ state }: ProcStat): boolean => state !== 'Z' && state !== 'X';

async function procStat(pid: number | string): Promise<ProcStat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const stat = text === null ? null : parseProcStat(text);
  return stat !== null && isAlive(stat) ? stat : null;
}

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

export async function processInfoLinux(pid: number): Promise<ProcessInfo | null> {
  const stat = await procStat(pid);
  if (stat === null) return null;
  const args = await textOf(`/proc/${pid}/cmdline`);
  // Ticks count from the boot, so after a reboot another process may have the same pid and the same ticks.
  const boot = (await textOf('/proc/sys/kernel/random/boot_id')).trim();
  const { name, ppid, pgid, terminal } = stat;
  const startTime = `${boot}/${stat.startTime}`;
  return { pid, ppid, pgid, startTime, name, args: args.replaceAll('\0', ' ').trim(), hasTerminal: terminal !== 0 };
}

export async function groupMembersLinux(pgid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const stats = await Promise.all(pids.map(procStat));
  return stats.filter((stat) => stat?.pgid === pgid).map((stat) => stat?.pid ?? 0);
}
