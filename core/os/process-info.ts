import { platform } from 'node:process';
import { allProcessesLinux, groupMembersLinux, processInfoLinux } from './process-info-linux.ts';
import { allProcessesMac, groupMembersMac, processInfoMac } from './process-info-mac.ts';

export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly uid: number;
  /** Tells two processes apart that had the same pid, one after the other. Opaque; only ever compared. */
  readonly startTime: string;
  readonly name: string;
  readonly args: string;
  readonly hasTerminal: boolean;
  /** The system holds it, as after SIGSTOP. */
  readonly isStopped: boolean;
  /** The processor's time it has used, in milliseconds. */
  readonly cpuMs: number;
}

/** What is known of a process; null when there is none, or only a zombie. */
export const processInfo: (pid: number) => Promise<ProcessInfo | null> =
  platform === 'darwin' ? processInfoMac : processInfoLinux;

/** The pids of a process group's living members. */
export const groupMembers: (pgid: number) => Promise<number[]> =
  platform === 'darwin' ? groupMembersMac : groupMembersLinux;

/** Every living process. It costs a look at each, so nothing asks for it again and again. */
export const allProcesses: () => Promise<ProcessInfo[]> = platform === 'darwin' ? allProcessesMac : allProcessesLinux;
