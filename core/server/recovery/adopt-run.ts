import { setTimeout as delay } from 'node:timers/promises';
import type { ServerLog } from '../../logs/server-log.ts';
import { portListeners } from '../../os/port-listeners.ts';
import { groupMembers, processInfo } from '../../os/process-info.ts';
import type { Launched } from '../run/launch.ts';
import {
  type LaunchTarget,
  type RecordPlace,
  type RunRecord,
  readRunRecord,
  writeRunRecord,
} from '../run/run-record.ts';
import type { Exit } from '../run/server-cause.ts';
import { isExposed } from '../run/stop-if-exposed.ts';

/** An adopted server is no child of ours, so that the system doesn't report its exit. */
const EXIT_POLL_INTERVAL_MS = 250;

interface RunningProcess {
  readonly record: RunRecord;
  readonly pid: number;
  readonly isStopped: boolean;
}

/** The recorded server, if it is running: its pid counts only together with the start time of its process. */
async function recordedServer(place: RecordPlace): Promise<RunningProcess | null> {
  const record = readRunRecord(place);
  if (record?.pid == null) return null;
  const info = await processInfo(record.pid);
  return info?.startTime === record.startTime ? { record, pid: record.pid, isStopped: info.isStopped } : null;
}

/** Whether an earlier host's server is still running. */
export async function hasRunningServer(place: RecordPlace): Promise<boolean> {
  return (await recordedServer(place)) !== null;
}

/** Whether the server's actual address is the recorded one and no other. */
async function listensOnlyOn({ host, port }: LaunchTarget, pgid: number): Promise<boolean> {
  const [listeners, members] = await Promise.all([portListeners(port), groupMembers(pgid)]);
  const own = listeners.filter(({ pid }) => pid !== null && members.includes(pid));
  return own.every(({ address }) => address === host) && own.length === listeners.length;
}

/** Resolves when it is gone; never once `detached` has aborted. */
async function exitOf({ pid, record: { startTime } }: RunningProcess, detached: AbortSignal): Promise<Exit> {
  while ((await processInfo(pid).catch(() => ({ startTime })))?.startTime === startTime) {
    await delay(EXIT_POLL_INTERVAL_MS, undefined, { signal: detached }).catch(() => undefined);
    if (detached.aborted) return new Promise(() => undefined);
  }
  return { code: null, signal: null };
}

/**
 * Adopts an earlier host's server, where it was launched as it would be now, listens on this computer alone and isn't
 * suspended; null otherwise, and then it is for `terminateOrphanedRun`. The record continues under the new run's ID, the log
 * in its old file.
 */
export async function adoptRun(
  runId: string,
  target: LaunchTarget,
  { log, ...place }: RecordPlace & { readonly log: ServerLog },
): Promise<Launched | null> {
  const running = await recordedServer(place);
  if (running === null) return null;
  const { record, pid, isStopped } = running;
  const isSame = (['program', 'host', 'port', 'envHash'] as const).every((part) => record[part] === target[part]);
  // One that others reach without a key is stopped with its host, and would only appear to crash (`stopIfExposed`).
  if (!isSame || isStopped || isExposed(target.host) || !(await listensOnlyOn(target, pid))) return null;
  await log.followRun(runId, record.log).catch(() => undefined);
  // On a full disk the old record finds it as well.
  await writeRunRecord(place.dataDir, { ...record, runId }).catch(() => undefined);
  const detached = new AbortController();
  return {
    pid,
    exited: exitOf(running, detached.signal),
    startedAt: record.startedAt ?? Date.now(),
    adopted: true,
    detach: () => detached.abort(),
  };
}
