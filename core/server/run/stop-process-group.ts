import { setTimeout as delay } from 'node:timers/promises';
import { groupMembers, processInfo } from '../../os/process-info.ts';

/** How long the server may take to end by itself after SIGTERM, in milliseconds: Ollama's own app allows 5 s too. */
const graceMs = 5_000;
/** How long the system may take to clear away what was killed, in milliseconds. */
const clearMs = 3_000;
/** Pauses between looks, in milliseconds: most servers are gone in a moment, a slow one need not be watched as closely. */
const firstPauseMs = 10;
const longestPauseMs = 100;

/** Sends a signal to a process, or with a negative id to a whole group; false when there is none any more. */
function send(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(id, signal);
    return true;
  } catch (error) {
    // EPERM is macOS's word for a group of zombies: somebody is there, and who it is, is looked at more closely.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

async function isGone(pid: number): Promise<boolean> {
  return !send(pid, 0) || (await processInfo(pid)) === null;
}

/** Zombies don't count: they hold neither memory nor ports. */
async function isEmpty(pgid: number): Promise<boolean> {
  return !send(-pgid, 0) || (await groupMembers(pgid)).length === 0;
}

async function waitFor(reached: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = firstPauseMs; !(await reached()); pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    if (performance.now() >= deadline) return false;
    await delay(pauseMs);
  }
  return true;
}

/**
 * Ends a process group by way of its leader, whose pid is the group's id: asks the leader with SIGTERM, which lets a server
 * end its runners itself, waits 5 s, then kills whatever is left of the group. Says whether the group is really gone.
 */
export async function stopProcessGroup(pgid: number): Promise<boolean> {
  // One that the system holds hears nothing before it goes on.
  if (send(pgid, 'SIGTERM') && send(pgid, 'SIGCONT')) await waitFor(() => isGone(pgid), graceMs);
  return killProcessGroup(pgid);
}

/** Ends what is left of a group whose leader is gone or won't go. Says whether the group is really gone. */
export async function killProcessGroup(pgid: number): Promise<boolean> {
  // Again at each look: a process that was just being started may have joined the group after the signal.
  return waitFor(async () => {
    if (await isEmpty(pgid)) return true;
    send(-pgid, 'SIGKILL');
    return isEmpty(pgid);
  }, clearMs);
}
