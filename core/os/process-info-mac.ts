import type { ProcessInfo } from './process-info.ts';
import { runTool } from './run-tool.ts';

const columns = 'pid=,ppid=,pgid=,uid=,stat=,tty=,time=,lstart=,args=';
/** The start is `%c` of strftime. Where LC_ALL doesn't reach `ps`, its words and their order are another language's. */
const line =
  /^\s*(?<pid>\d+)\s+(?<ppid>\d+)\s+(?<pgid>\d+)\s+(?<uid>-?\d+)\s+(?<stat>\S+)\s+(?<tty>\S+)\s+(?<time>[\d:.,]+)\s+(?<start>\S.*?\d\d:\d\d:\d\d\s+\d{4})\s+(?<args>.*)$/;

/** Of a zombie nothing but its ids can be relied on. */
const zombie = /^\s*(?:-?\d+\s+){4}Z/;

/** `ps` writes `MINUTES:SECONDS.HUNDREDTHS`, the minutes without a limit. */
function cpuMsOf(time: string): number {
  return Math.round(
    time
      .replace(',', '.')
      .split(':')
      .reduce((sum, part) => sum * 60 + Number(part), 0) * 1000,
  );
}

/** The arguments stand behind one another with blanks between, and macOS likes blanks in folders' names, too. */
const folderWithBlanks = /^\/(?:[^/]*[^/ ]\/)*(?:[^/]+\.app|Application Support)\//;
const appProgram = /^\/(?:[^/]*[^/ ]\/)*?(?<app>[^/]+)\.app\/Contents\/(?:[^/]*[^/ ]\/)*?MacOS\//;

/** The app's name for what belongs to an app, as people know it; otherwise the executable's. */
function nameOf(args: string): string {
  return (
    appProgram.exec(args)?.groups?.app ?? args.replace(folderWithBlanks, '').split(' ')[0]?.split('/').at(-1) ?? ''
  );
}

/** Parses `ps -o pid=,ppid=,pgid=,uid=,stat=,tty=,time=,lstart=,args=`; zombies are left out. */
export function parsePs(text: string): ProcessInfo[] {
  return text.split('\n').flatMap((row) => {
    const fields = line.exec(row)?.groups;
    if (!fields || zombie.test(row)) return [];
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
 * Parses what `ps` printed.
 * @throws when nothing of it makes sense: no process would then look the same as all of them gone
 */
export function readPs(text: string): ProcessInfo[] {
  const infos = parsePs(text);
  if (infos.length === 0 && text.split('\n').some((row) => row.trim() !== '' && !zombie.test(row))) {
    throw new Error('What ps says is not understood.');
  }
  return infos;
}

/** Whether the kernel knows the pid. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @throws when `ps` doesn't answer for a process that is there: taking it for gone would end or replace what lives */
export async function processInfoMac(pid: number): Promise<ProcessInfo | null> {
  const text = await runTool('/bin/ps', ['-ww', '-o', columns, '-p', String(pid)]);
  if (text === null && exists(pid)) throw new Error(`ps does not tell about process ${pid}.`);
  return readPs(text ?? '')[0] ?? null;
}

/** @throws when `ps` doesn't answer */
export async function allProcessesMac(): Promise<ProcessInfo[]> {
  const text = await runTool('/bin/ps', ['-axww', '-o', columns]);
  if (text === null) throw new Error('ps does not tell which processes there are.');
  return readPs(text);
}

/** @throws when `ps` doesn't answer */
export async function groupMembersMac(pgid: number): Promise<number[]> {
  return (await allProcessesMac()).filter((member) => member.pgid === pgid).map(({ pid }) => pid);
}
