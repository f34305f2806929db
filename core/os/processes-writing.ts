import { readdir, readlink, realpath } from 'node:fs/promises';
import { platform } from 'node:process';
import { runTool } from './run-tool.ts';

/** Parses `lsof -t`: a pid per line. */
export function parsePids(text: string): number[] {
  return text
    .split('\n')
    .filter((row) => /^\d+$/.test(row))
    .map(Number);
}

async function writersLinux(path: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const outputs = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/fd/1`).catch(() => '')));
  return pids.filter((_pid, i) => outputs[i] === path).map(Number);
}

/** Only those whose standard output it is: the user may read the file, too, with Console or `tail`. */
async function writersMac(path: string): Promise<number[]> {
  return parsePids((await runTool('/usr/sbin/lsof', ['-t', '-a', '-d', '1', '--', path])) ?? '');
}

/** The other processes whose standard output is a file. */
export async function processesWriting(path: string): Promise<number[]> {
  const real = await realpath(path).catch(() => null);
  if (real === null) return [];
  const pids = await (platform === 'darwin' ? writersMac : writersLinux)(real);
  return pids.filter((pid) => pid !== process.pid);
}
