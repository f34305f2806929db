import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createSerialQueue } from '../../async/serial-queue.ts';
import { executableOf } from '../../os/command-line.ts';
import { groupMembers, type ProcessInfo, processInfo } from '../../os/process-info.ts';
import { processesWriting } from '../../os/processes-writing.ts';
import { type RecordPlace, type RunRecord, readRunRecord, removeRunRecord } from '../run/run-record.ts';
import { stopProcessGroup } from '../run/stop-process-group.ts';

/** What a server starts: a runner has an executable of its own or is `ollama runner`. */
const RUNNER_NAMES = ['ollama', 'llama-server', 'llama-quantize'];

/** For a process that was just being created to be given its output file, on a busy machine. */
const LAUNCH_SETTLE_MS = 1_000;
const POLL_INTERVAL_MS = 50;

function isPresent(info: ProcessInfo | null): info is ProcessInfo {
  return info !== null;
}

function looksLikeOurs({ name, args }: ProcessInfo, program: string): boolean {
  const command = basename(executableOf(args));
  return (
    args === program ||
    args.startsWith(`${program} `) ||
    [...RUNNER_NAMES, basename(program)].some((known) => known === name || known === command)
  );
}

/** For runners whose server is gone: their group's ID alone doesn't prove whose they are, their names do. */
async function isGroupOfOurs(pgid: number, program: string): Promise<boolean> {
  const members = await Promise.all((await groupMembers(pgid)).map((pid) => processInfo(pid)));
  return members.filter(isPresent).some((member) => looksLikeOurs(member, program));
}

/** The processes that write to a run's log file, or will in a moment. */
async function writersOf(log: string): Promise<number[]> {
  const deadline = performance.now() + LAUNCH_SETTLE_MS;
  for (;;) {
    const writers = await processesWriting(log);
    if (writers.length > 0 || performance.now() >= deadline) return writers;
    await delay(POLL_INTERVAL_MS);
  }
}

/** The process groups that are left of a recorded run: usually one, or none. */
async function orphanedGroups({ pid, startTime, pgid, program, log }: RunRecord): Promise<number[]> {
  if (pid === null || pgid === null) {
    // The host died in the middle of the launch. Only the server that it launched writes to this run's log.
    const writers = await Promise.all((await writersOf(log)).map((writer) => processInfo(writer)));
    return writers.filter(isPresent).flatMap((writer) => (writer.pgid === writer.pid ? [writer.pgid] : []));
  }
  const leader = await processInfo(pid);
  // A pid isn't reused while a group still has it as its ID: a leader that isn't ours means that our group is gone.
  if (leader !== null) return leader.startTime === startTime ? [pgid] : [];
  return (await isGroupOfOurs(pgid, program)) ? [pgid] : [];
}

/**
 * Stops what an earlier host launched and left running, server and runners. A pid counts only together with the process's
 * start time, because pids are reused. Gives whether nothing of it is left; the record stays while something is.
 */
export async function terminateOrphanedRun(place: RecordPlace): Promise<boolean> {
  const record = readRunRecord(place);
  if (record === null) return true;
  const stopped = await Promise.all((await orphanedGroups(record)).map(stopProcessGroup));
  const isGone = stopped.every(Boolean);
  if (isGone) await removeRunRecord(place.dataDir);
  return isGone;
}

export interface OrphanCleanup {
  /** Stops what an earlier host left, after any cleanup that is under way. Gives whether nothing of it is left. */
  terminate(): Promise<boolean>;
  /** Resolves when no cleanup is under way. */
  settled(): Promise<void>;
}

/** Cleans up after earlier hosts, one cleanup at a time. */
export function createOrphanCleanup(place: RecordPlace): OrphanCleanup {
  const enqueue = createSerialQueue();
  return {
    terminate: () => enqueue(() => terminateOrphanedRun(place)),
    settled: () => enqueue(() => Promise.resolve()),
  };
}
