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

/** Arguments are separated by spaces, and folder names on macOS often contain spaces, too. */
const FOLDER_WITH_SPACES = /^\/(?:[^/]*[^/ ]\/)*(?:[^/]+\.app|Application Support)\//;
const APP_EXECUTABLE = /^\/(?:[^/]*[^/ ]\/)*?(?<app>[^/]+)\.app\/Contents\/(?:[^/]*[^/ ]\/)*?MacOS\//;

/** The app's name for an executable of an app, as people know it; otherwise the executable's. */
function nameOf(args: string): string {
  return (
    APP_EXECUTABLE.exec(args)?.groups?.app ??
    args.replace(FOLDER_WITH_SPACES, '').split(' ')[0]?.split('/').at(-1) ??
    ''
  );
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
        name: nameOf(args),
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

/** @throws when `ps` fails for a process that exists: taking it for gone would stop or replace a running server */
export async function processInfoMac(pid: number): Promise<ProcessInfo | null> {
  const text = await runTool('/bin/ps', ['-ww', '-o', COLUMNS, '-p', String(pid)]);
  if (text === null && exists(pid)) throw new Error(`ps returned nothing for process ${pid}.`);
  return readPs(text ?? '')[0] ?? null;
}

/** @throws when `ps` fails */
export async function allProcessesMac(): Promise<ProcessInfo[]> {
  const text = await runTool('/bin/ps', ['-axww', '-o', COLUMNS]);
  if (text === null) throw new Error('ps returned no processes.');
  return readPs(text);
}

/** @throws when `ps` fails */
export async function groupMembersMac(pgid: number): Promise<number[]> {
  return (await allProcessesMac()).filter((member) => member.pgid === pgid).map(({ pid }) => pid);
}
