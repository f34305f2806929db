import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { platform } from 'node:process';
import { promisify } from 'node:util';
import { type ProcessInfo, processInfo } from '../../core/os/process-info.ts';

async function pidsLinux(variable: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const hasVariable = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(variable);
    }),
  );
  return pids.filter((_pid, i) => hasVariable[i]).map(Number);
}

async function pidsMac(variable: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('/bin/ps', ['-axEww', '-o', 'pid=,command='], { maxBuffer: 2 ** 26 });
  return stdout
    .split('\n')
    .filter((row) => row.split(' ').includes(variable))
    .map((row) => Number.parseInt(row, 10));
}

/** Asking an executable for its version starts it for a moment; that is no server. */
function isVersionCommand({ args }: ProcessInfo): boolean {
  return args.endsWith(' --version');
}

/**
 * The running processes whose HOME is `home`, however they were started and whoever their parent is by now: the system's own
 * record of what a supervisor started, independent of what that remembers.
 */
export async function processesOf(home: string, except: readonly number[] = []): Promise<ProcessInfo[]> {
  const pids = await (platform === 'darwin' ? pidsMac : pidsLinux)(`HOME=${home}`);
  const infos = await Promise.all(pids.filter((pid) => !except.includes(pid)).map((pid) => processInfo(pid)));
  return infos.filter((info) => info !== null).filter((info) => !isVersionCommand(info));
}

/** Processes in a failure message. */
export function listProcesses(processes: readonly ProcessInfo[]): string {
  return processes.map(({ pid, args }) => `${pid} ${args}`).join(', ');
}
