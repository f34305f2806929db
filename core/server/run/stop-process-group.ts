import { setTimeout as delay } from 'node:timers/promises';
import { groupMembers, processInfo } from '../../os/process-info.ts';

/** How long the server may take to quit after SIGTERM, in milliseconds: Ollama's own app allows 5 s too. */
const GRACE_MS = 5_000;
/** How long the system may take to remove killed processes, in milliseconds. */
const REAP_TIMEOUT_MS = 3_000;
/** Between two checks, growing, in milliseconds: most servers quit in a moment, a slow one needs no close watch. */
const MIN_CHECK_INTERVAL_MS = 10;
const MAX_CHECK_INTERVAL_MS = 100;

/** Sends a signal to a process, or with a negative ID to a whole group; false when there is none. */
function send(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(id, signal);
    return true;
  } catch (error) {
    // macOS reports a group of zombies as EPERM: then each member is checked.
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

async function waitFor(condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  let intervalMs = MIN_CHECK_INTERVAL_MS;
  while (!(await condition())) {
    if (performance.now() >= deadline) return false;
    await delay(intervalMs);
    intervalMs = Math.min(intervalMs * 1.5, MAX_CHECK_INTERVAL_MS);
  }
  return true;
}

/**
 * Stops a process group through its leader, whose pid is the group's ID: SIGTERM to the leader, which lets a server stop its
 * runners itself, then after 5 s SIGKILL to whatever is left. Gives whether the group is really gone.
 */
export async function stopProcessGroup(pgid: number): Promise<boolean> {
  // A suspended process handles no signal before it continues.
  if (send(pgid, 'SIGTERM') && send(pgid, 'SIGCONT')) await waitFor(() => isGone(pgid), GRACE_MS);
  return killProcessGroup(pgid);
}

/** Kills what is left of a group whose leader is gone or won't quit. Gives whether the group is really gone. */
export async function killProcessGroup(pgid: number): Promise<boolean> {
  // At each check anew: a process that was just being started may have joined the group after the signal.
  return waitFor(async () => {
    if (await isEmpty(pgid)) return true;
    send(-pgid, 'SIGKILL');
    return isEmpty(pgid);
  }, REAP_TIMEOUT_MS);
}
