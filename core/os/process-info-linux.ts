import { readdir, readFile, stat } from 'node:fs/promises';
import type { ProcessInfo } from './process-info.ts';

export interface ProcStat {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly ppid: number;
  readonly pgid: number;
  readonly terminal: number;
  /** Clock ticks of the processor, in the program and in the kernel for it. */
  readonly cpuTicks: number;
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
  const cpuTicks = Number(rest[6]) + Number(rest[7]);
  if (state === undefined || startTime === undefined) return null;
  return {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state,
    ppid: Number(ppid),
    pgid: Number(pgid),
    terminal: Number(terminal),
    cpuTicks,
    startTime,
  };
}

/** Fixed for user space on every architecture Linux runs on (USER_HZ, 100 a second). */
const msPerTick = 10;

function isAlive({ state }: ProcStat): boolean {
  return state !== 'Z' && state !== 'X';
}

async function procStat(pid: number | string): Promise<ProcStat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const found = text === null ? null : parseProcStat(text);
  return found !== null && isAlive(found) ? found : null;
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

export async function processInfoLinux(pid: number): Promise<ProcessInfo | null> {
  const found = await procStat(pid);
  if (found === null) return null;
  const args = await textOf(`/proc/${pid}/cmdline`);
  const uid = await stat(`/proc/${pid}`).then(
    (entry) => entry.uid,
    () => -1,
  );
  // Ticks count from the boot, so after a reboot another process may have the same pid and the same ticks.
  const boot = (await textOf('/proc/sys/kernel/random/boot_id')).trim();
  const { name, ppid, pgid, terminal, state, cpuTicks } = found;
  return {
    pid,
    ppid,
    pgid,
    uid,
    name,
    startTime: `${boot}/${found.startTime}`,
    args: args.replaceAll('\0', ' ').trim(),
    hasTerminal: terminal !== 0,
    isStopped: state === 'T' || state === 't',
    cpuMs: cpuTicks * msPerTick,
  };
}

async function livingPids(): Promise<number[]> {
  return (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
}

export async function groupMembersLinux(pgid: number): Promise<number[]> {
  const stats = await Promise.all((await livingPids()).map(procStat));
  return stats.filter((found) => found?.pgid === pgid).map((found) => found?.pid ?? 0);
}

export async function allProcessesLinux(): Promise<ProcessInfo[]> {
  const all = await Promise.all((await livingPids()).map(processInfoLinux));
  return all.filter((info) => info !== null);
}
