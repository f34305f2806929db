import { groupMembers, processInfo } from '../../core/os/process-info.ts';
import { listProcesses, processesOf } from '../faults/processes-of.ts';
import type { Desktop } from './start-desktop.ts';

/** What still runs of an application, of its server, and of that one's runners; empty when nothing does. */
export async function leftBehind({ home, pid }: Desktop): Promise<string> {
  const members = await Promise.all((await groupMembers(pid)).map((member) => processInfo(member)));
  return listProcesses([...(await processesOf(home)), ...members.filter((info) => info !== null)]);
}

/** The server's and its runners' processes. */
export async function serverProcesses({ home }: Desktop): Promise<readonly number[]> {
  const processes = await processesOf(home);
  return processes
    .filter(({ name, args }) => /^(ollama|llama-server)/.test(name) || /ollama serve/.test(args))
    .map(({ pid }) => pid);
}
