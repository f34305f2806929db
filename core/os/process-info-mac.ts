import { executableOf, processName } from './command-line.ts';
import type { ProcessInfo } from './process-info.ts';
import { runTool } from './run-tool.ts';

const COLUMNS = 'pid=,ppid=,pgid=,uid=,stat=,tty=,time=,lstart=,args=';
/** The start is `%c` of strftime. Where LC_ALL doesn't reach `ps`, its names and their order are another language's. */
const ROW =
  /^\s*(?<pid>\d+)\s+(?<ppid>\d+)\s+(?<pgid>\d+)\s+(?<uid>-?\d+)\s+(?<stat>\S+)\s+(?<tty>\S+)\s+(?<time>[\d:.,]+)\s+(?<start>\S.*?\d\d:\d\d:\d\d\s+\d{4})\s+(?<args>.*)$/;

/** Only the IDs of a zombie are reliable. */
const ZOMBIE_ROW = /^\s*(?:-?\d+\s+){4}Z/;

/** `ps` writes `MINUTES:SECONDS.HUNDREDTHS`, the minutes without an upper limit. */
function cpuMsOf(time: string): number {
  return Math.round(
    time
      .replace(',', '.')
      .split(':')
      .reduce((sum, part) => sum * 60 + Number(part), 0) * 1000,
  );
}

/**
 * The name of a process whose first argument is `command`, which `ps` gives whole as `comm`: the executable's path or name. The process
 * may have started another program since it was read, or put a title in its place.
 */
export function nameByCommand(args: string, command: string): string {
  const isPath = command.startsWith('/') && (args === command || args.startsWith(`${command} `));
  return processName(isPath ? command : executableOf(args));
}

/** Parses `ps -o pid=,ppid=,pgid=,uid=,stat=,tty=,time=,lstart=,args=`; zombies are left out. */
export function parsePs(text: string): ProcessInfo[] {
  return text.split('\n').flatMap((row) => {
    const fields = ROW.exec(row)?.groups;
    if (!fields || ZOMBIE_ROW.test(row)) return [];
    const args = fields.args ?? '';
    return [
      {
        pid: Number(fields.pid),
        ppid: Number(fields.ppid),
        pgid: Number(fields.pgid),
        uid: Number(fields.uid),
        startTime: (fields.start ?? '').replace(/\s+/g, ' '),
        name: processName(executableOf(args)),
        args,
        hasTerminal: !/^\?+$/.test(fields.tty ?? '??'),
        isStopped: fields.stat?.startsWith('T') ?? false,
        cpuMs: cpuMsOf(fields.time ?? ''),
      },
    ];
  });
}

/**
 * Parses the output of `ps`.
 * @throws when none of it can be parsed: no process would then look the same as all of them gone
 */
export function readPs(text: string): ProcessInfo[] {
  const infos = parsePs(text);
  if (infos.length === 0 && text.split('\n').some((row) => row.trim() !== '' && !ZOMBIE_ROW.test(row))) {
    throw new Error("Couldn't parse the output of ps.");
  }
  return infos;
}

/** Whether a process has the pid. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function ps(columns: string, select: readonly string[]): Promise<string | null> {
  return runTool('/bin/ps', ['-ww', '-o', columns, ...select]);
}

/** @throws when `ps` fails for a process that exists: taking it for gone would stop or replace a running server */
export async function processInfoMac(pid: number): Promise<ProcessInfo | null> {
  const text = await ps(COLUMNS, ['-p', String(pid)]);
  if (text === null && exists(pid)) throw new Error(`ps returned nothing for process ${pid}.`);
  return readPs(text ?? '')[0] ?? null;
}

/** @throws when `ps` fails */
export async function allProcessesMac(): Promise<ProcessInfo[]> {
  const text = await ps(COLUMNS, ['-ax']);
  if (text === null) throw new Error('ps returned no processes.');
  return readPs(text);
}

/** The name with the spaces that it may have, for which `ps` is asked again: `comm` is whole in the last column only. */
export async function wholeNameMac({ pid, args }: ProcessInfo): Promise<string> {
  const command = await ps('comm=', ['-p', String(pid)]);
  return nameByCommand(args, command?.trim() ?? '');
}

/** @throws when `ps` fails */
export async function groupMembersMac(pgid: number): Promise<number[]> {
  return (await allProcessesMac()).filter((member) => member.pgid === pgid).map(({ pid }) => pid);
}
