import type { ProcessInfo } from './process-info.ts';
import { runTool } from './run-tool.ts';

const columns = 'pid=,ppid=,pgid=,stat=,tty=,lstart=,args=';
const line =
  /^\s*(?<pid>\d+)\s+(?<ppid>\d+)\s+(?<pgid>\d+)\s+(?<stat>\S+)\s+(?<tty>\S+)\s+(?<start>\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(?<args>.*)$/;

/** Parses `ps -o pid=,ppid=,pgid=,stat=,tty=,lstart=,args=`; zombies are left out. */
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
        startTime: (fields.start ?? '').replace(/\s+/g, ' '),
        name: args.split(' ')[0]?.split('/').at(-1) ?? '',
        args,
        hasTerminal: !/^\?+$/.test(fields.tty ?? '??'),
      },
    ];
  });
}

export async function processInfoMac(pid: number): Promise<ProcessInfo | null> {
  const text = await runTool('/bin/ps', ['-ww', '-o', columns, '-p', String(pid)]);
  return parsePs(text ?? '')[0] ?? null;
}

export async function groupMembersMac(pgid: number): Promise<number[]> {
  const text = await runTool('/bin/ps', ['-ax', '-o', columns]);
  return parsePs(text ?? '')
    .filter((process) => process.pgid === pgid)
    .map(({ pid }) => pid);
}
