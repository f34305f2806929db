import { platform } from 'node:process';
import { groupMembersLinux, processInfoLinux } from './process-info-linux.ts';
import { groupMembersMac, processInfoMac } from './process-info-mac.ts';

export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  /** Tells two processes apart that had the same pid, one after the other. Opaque; only ever compared. */
  readonly startTime: string;
  readonly name: string;
  readonly args: string;
  readonly hasTerminal: boolean;
}

/** What is known of a process; null when there is none, or only a zombie. */
export const processInfo: (pid: number) => Promise<ProcessInfo | null> =
  platform === 'darwin' ? processInfoMac : processInfoLinux;

/** The pids of a process group's living members. */
export const groupMembers: (pgid: number) => Promise<number[]> =
  platform === 'darwin' ? groupMembersMac : groupMembersLinux;
