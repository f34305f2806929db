import type { ProcessInfo } from './process-info.ts';
import { runTool } from './run-tool.ts';

const columns = 'pid=,ppid=,pgid=,uid=,stat=,tty=,time=,lstart=,args=';
const line =
  /^\s*(?<pid>\d+)\s+(?<ppid>\d+)\s+(?<pgid>\d+)\s+(?<uid>\d+)\s+(?<stat>\S+)\s+(?<tty>\S+)\s+(?<time>[\d:.]+)\s+(?<start>\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(?<args>.*)$/;

/** `ps` writes `MINUTES:SECONDS.HUNDREDTHS`, the minutes without a limit. */
const cpuMsOf = (time: string): number =>
  Math.round(time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000);

/** Parses `ps -o pid=,ppid=,pgid=,uid=,stat=,tty=,time=,lstart=,args=`; zombies are left out. */
export function parsePs(text: string): ProcessInfo[] {
  return text.split('\n').flatMap((row) => {
    const fields = line.exec(row)?.groups;
    if (!fields || fields.stat?.startsWith('Z')) return [];
    const args = fields.args ?? '';
    return [
      {
        pid: Number(fields.pid),
        ppid: Number(fields.ppid),
        pgid: Number(fields.pgid),
        uid: Number(fields.uid),
        startTime: (fields.start ?? '').replace(/\s+/g, ' '),
        name: args.split(' ')[0]?.split('/').at(-1) ?? '',
        args,
        hasTerminal: !/^\?+$/.test(fields.tty ?? '??'),
        isHeld: fields.stat?.startsWith('T') ?? false,
        cpuMs: cpuMsOf(fields.time ?? ''),
      },
    ];
  });
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
  return parsePs(text ?? '')[0] ?? null;
}

/** @throws when `ps` doesn't answer */
export async function allProcessesMac(): Promise<ProcessInfo[]> {
  const text = await runTool('/bin/ps', ['-axww', '-o', columns]);
  if (text === null) throw new Error('ps does not tell which processes there are.');
  return parsePs(text);
}

/** @throws when `ps` doesn't answer */
export async function groupMembersMac(pgid: number): Promise<number[]> {
  return (await allProcessesMac()).filter((member) => member.pgid === pgid).map(({ pid }) => pid);
}
