import { readdir, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ProcessInfo } from './process-info.ts';

export interface ProcStat {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly ppid: number;
  readonly pgid: number;
  readonly terminal: number;
  /** Processor time in clock ticks, in user and kernel mode. */
  readonly cpuTicks: number;
  /** Clock ticks since boot. */
  readonly startTime: string;
}

/** Parses `/proc/PID/stat` (proc(5)). The name is in parentheses and may contain any character, parentheses too. */
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

/** USER_HZ is 100 on every architecture that Linux runs on. */
const MS_PER_TICK = 10;

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

/** Linux cuts a name to 15 bytes (TASK_COMM_LEN), and Node calls its main thread otherwise. */
const MAX_NAME_LENGTH = 15;

/** The executable's name in place of one that is cut or only a thread's. */
export function wholeName(name: string, command: string): string {
  const own = basename(command);
  const isCut = name.length >= MAX_NAME_LENGTH && own.startsWith(name);
  return own !== '' && (isCut || /^(?:node-)?MainThread$/.test(name)) ? own : name;
}

export async function processInfoLinux(pid: number): Promise<ProcessInfo | null> {
  const found = await procStat(pid);
  if (found === null) return null;
  const args = (await textOf(`/proc/${pid}/cmdline`)).split('\0');
  const uid = await stat(`/proc/${pid}`).then(
    (entry) => entry.uid,
    () => -1,
  );
  // Ticks start at boot, so that after a reboot another process may have the same pid and the same ticks.
  const boot = (await textOf('/proc/sys/kernel/random/boot_id')).trim();
  const { name, ppid, pgid, terminal, state, cpuTicks } = found;
  return {
    pid,
    ppid,
    pgid,
    uid,
    name: wholeName(name, args[0] ?? ''),
    startTime: `${boot}/${found.startTime}`,
    args: args.join(' ').trim(),
    hasTerminal: terminal !== 0,
    isStopped: state === 'T' || state === 't',
    cpuMs: cpuTicks * MS_PER_TICK,
  };
}

async function allPids(): Promise<number[]> {
  return (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
}

export async function groupMembersLinux(pgid: number): Promise<number[]> {
  const stats = await Promise.all((await allPids()).map(procStat));
  return stats.filter((found) => found?.pgid === pgid).map((found) => found?.pid ?? 0);
}

export async function allProcessesLinux(): Promise<ProcessInfo[]> {
  const all = await Promise.all((await allPids()).map(processInfoLinux));
  return all.filter((info) => info !== null);
}
