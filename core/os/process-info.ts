import { platform } from 'node:process';
import { allProcessesLinux, groupMembersLinux, processInfoLinux } from './process-info-linux.ts';
import { allProcessesMac, groupMembersMac, processInfoMac, wholeNameMac } from './process-info-mac.ts';

export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly uid: number;
  /** Distinguishes processes that have had the same pid one after another. Opaque; only ever compared. */
  readonly startTime: string;
  /** On macOS as far as the arguments tell it; `wholeName` asks. */
  readonly name: string;
  readonly args: string;
  readonly hasTerminal: boolean;
  /** Suspended, as after SIGSTOP. */
  readonly isStopped: boolean;
  /** Processor time used, in milliseconds. */
  readonly cpuMs: number;
}

/** What is known about a process; null when there is none, or only a zombie. */
export const processInfo: (pid: number) => Promise<ProcessInfo | null> =
  platform === 'darwin' ? processInfoMac : processInfoLinux;

/** A process's name for a person. Starts a process on macOS, so that this isn't for polling. */
export const wholeName: (info: ProcessInfo) => Promise<string> =
  platform === 'darwin' ? wholeNameMac : async ({ name }) => name;

/** The pids of a process group's members, without zombies. */
export const groupMembers: (pgid: number) => Promise<number[]> =
  platform === 'darwin' ? groupMembersMac : groupMembersLinux;

/** Every process but zombies. Each has to be inspected, so that this isn't for polling. */
export const allProcesses: () => Promise<ProcessInfo[]> = platform === 'darwin' ? allProcessesMac : allProcessesLinux;
