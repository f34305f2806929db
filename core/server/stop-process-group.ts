import { setTimeout as delay } from 'node:timers/promises';
import { groupMembers } from '../os/process-info.ts';

/** How long the server may take to end by itself after SIGTERM, in milliseconds: Ollama's own app allows 5 s too. */
const graceMs = 5_000;
/** How long the system may take to clear away what was killed, in milliseconds. */
const clearMs = 3_000;
const lookEveryMs = 20;

function signalGroup(pgid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pgid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/** Whether the group is empty within `withinMs`; zombies don't count. */
async function emptyWithin(pgid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while ((await groupMembers(pgid)).length > 0) {
    if (Date.now() >= deadline) return false;
    await delay(lookEveryMs);
  }
  return true;
}

/**
 * Ends a process group: asks with SIGTERM, waits 5 s, then SIGKILL. The server's runners are in its group, so none of them
 * is left holding memory. Says whether the group is really gone.
 */
export async function stopProcessGroup(pgid: number): Promise<boolean> {
  signalGroup(pgid, 'SIGTERM');
  if (await emptyWithin(pgid, graceMs)) return true;
  return killProcessGroup(pgid);
}

/** Ends what is left of a group whose leader is gone or won't go. Says whether the group is really gone. */
export async function killProcessGroup(pgid: number): Promise<boolean> {
  signalGroup(pgid, 'SIGKILL');
  return emptyWithin(pgid, clearMs);
}
