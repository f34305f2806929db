import { setTimeout as delay } from 'node:timers/promises';
import type { ServerLog } from '../../logs/server-log.ts';
import { portListeners } from '../../os/port-listeners.ts';
import { groupMembers, processInfo } from '../../os/process-info.ts';
import type { Launched } from '../run/launch.ts';
import { type RunRecord, readRunRecord, writeRunRecord } from '../run/run-record.ts';
import type { Exit } from '../run/server-cause.ts';
import { isOpen } from '../run/stop-if-exposed.ts';

/** How often an adopted server is looked at, in milliseconds: it is no child of ours, so the system doesn't tell when it ends. */
const pollIntervalMs = 250;

/** What a server must have been started with to go on as if we had started it now. */
export type Wanted = Pick<RunRecord, 'program' | 'host' | 'port' | 'envHash'>;

interface RunningProcess {
  readonly record: RunRecord;
  readonly pid: number;
  readonly isStopped: boolean;
}

/** The recorded server, if it lives: its pid counts only together with the time its process began. */
async function livingRun(dataDir: string): Promise<RunningProcess | null> {
  const record = await readRunRecord(dataDir);
  if (record?.pid == null) return null;
  const info = await processInfo(record.pid);
  return info?.startTime === record.startTime ? { record, pid: record.pid, isStopped: info.isStopped } : null;
}

/** Whether an earlier host's server still runs, so that it is to go on. */
export async function hasRunningServer(dataDir: string): Promise<boolean> {
  return (await livingRun(dataDir)) !== null;
}

/** The server's real address must be the recorded one and no other, whatever the record says. */
async function listensOnlyOn({ host, port }: Wanted, pgid: number): Promise<boolean> {
  const [listeners, members] = await Promise.all([portListeners(port), groupMembers(pgid)]);
  const own = listeners.filter(({ pid }) => pid !== null && members.includes(pid));
  return own.every(({ address }) => address === host) && own.length === listeners.length;
}

/** Resolves when it is gone; never once this host has let go of it. */
async function untilGone({ pid, record: { startTime } }: RunningProcess, left: AbortSignal): Promise<Exit> {
  while ((await processInfo(pid).catch(() => ({ startTime })))?.startTime === startTime) {
    await delay(pollIntervalMs, undefined, { signal: left }).catch(() => undefined);
    if (left.aborted) return new Promise(() => undefined);
  }
  return { code: null, signal: null };
}

/**
 * Takes an earlier host's server over as our own, where it was started as we would start it now, listens on this
 * machine alone and isn't held by the system; null otherwise, and then it is for `terminateOrphanedRun`. The record goes on under the new run's id, the log in its old file.
 */
export async function adoptRun(
  runId: string,
  desired: Wanted,
  { dataDir, log }: { readonly dataDir: string; readonly log: ServerLog },
): Promise<Launched | null> {
  const living = await livingRun(dataDir);
  if (living === null) return null;
  const { record, pid, isStopped } = living;
  const isSame = (['program', 'host', 'port', 'envHash'] as const).every((part) => record[part] === desired[part]);
  // One that others reach without a key is being ended with its host, and would only seem to crash (`stopIfExposed`).
  if (!isSame || isStopped || isOpen(desired.host) || !(await listensOnlyOn(desired, pid))) return null;
  await log.followRun(runId, record.log).catch(() => undefined);
  // On a full disk the old record finds it as well.
  await writeRunRecord(dataDir, { ...record, runId }).catch(() => undefined);
  const left = new AbortController();
  return {
    pid,
    exited: untilGone(living, left.signal),
    startedAt: record.startedAt ?? Date.now(),
    adopted: true,
    detach: () => left.abort(),
  };
}
