import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { platform } from 'node:process';
import { promisify } from 'node:util';
import { type ProcessInfo, processInfo } from '../../core/os/process-info.ts';

async function pidsLinux(mark: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(mark);
    }),
  );
  return pids.filter((_pid, i) => marked[i]).map(Number);
}

async function pidsMac(mark: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('/bin/ps', ['-axEww', '-o', 'pid=,command='], { maxBuffer: 2 ** 26 });
  return stdout
    .split('\n')
    .filter((row) => row.split(' ').includes(mark))
    .map((row) => Number.parseInt(row, 10));
}

/** Asking a program for its version starts it for a moment; that is no server. */
function isVersionCommand({ args }: ProcessInfo): boolean {
  return args.endsWith(' --version');
}

/**
 * The living processes that were given `home` as their HOME, however they came to be and whoever their parent is by now:
 * the system's own word on what a supervisor started, independent of what it remembers.
 */
export async function processesOf(home: string, besides: readonly number[] = []): Promise<ProcessInfo[]> {
  const pids = await (platform === 'darwin' ? pidsMac : pidsLinux)(`HOME=${home}`);
  const infos = await Promise.all(pids.filter((pid) => !besides.includes(pid)).map((pid) => processInfo(pid)));
  return infos.filter((info) => info !== null).filter((info) => !isVersionCommand(info));
}
