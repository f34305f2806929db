import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { groupMembers, type ProcessInfo, processInfo } from '../../os/process-info.ts';
import { processesWriting } from '../../os/processes-writing.ts';
import { type RunRecord, readRunRecord, removeRunRecord } from '../run/run-record.ts';
import { stopProcessGroup } from '../run/stop-process-group.ts';

/** What a server starts: a runner has a program of its own or is `ollama runner`. */
const runnerNames = ['ollama', 'llama-server', 'llama-quantize'];

/** For a process that was just being made to be given its output file, on a busy machine. Milliseconds. */
const launchSettlesMs = 1_000;
const pollIntervalMs = 50;

function isPresent(info: ProcessInfo | null): info is ProcessInfo {
  return info !== null;
}

function looksLikeOurs({ name, args }: ProcessInfo, program: string): boolean {
  const command = basename(args.split(' ')[0] ?? '');
  return (
    args.startsWith(program) || [...runnerNames, basename(program)].some((known) => known === name || known === command)
  );
}

/** Runners whose server is gone. Their group's id alone doesn't prove whose they are, what they are called does. */
async function isGroupOfOurs(pgid: number, program: string): Promise<boolean> {
  const members = await Promise.all((await groupMembers(pgid)).map((pid) => processInfo(pid)));
  return members.filter(isPresent).some((member) => looksLikeOurs(member, program));
}

/** The processes that write to a run's file, or will in a moment. */
async function writersOf(log: string): Promise<number[]> {
  const deadline = performance.now() + launchSettlesMs;
  for (;;) {
    const writers = await processesWriting(log);
    if (writers.length > 0 || performance.now() >= deadline) return writers;
    await delay(pollIntervalMs);
  }
}

/** The process groups that are left of a recorded run: usually one, or none. */
async function leftoverGroups({ pid, startTime, pgid, program, log }: RunRecord): Promise<number[]> {
  if (pid === null || pgid === null) {
    // The host died in the very moment of the launch. Only the server it launched writes to this run's file.
    const writers = await Promise.all((await writersOf(log)).map((writer) => processInfo(writer)));
    return writers.filter(isPresent).flatMap((writer) => (writer.pgid === writer.pid ? [writer.pgid] : []));
  }
  const leader = await processInfo(pid);
  // A pid isn't given to another process while a group still bears it: a leader that isn't ours means that ours is gone.
  if (leader !== null) return leader.startTime === startTime ? [pgid] : [];
  return (await isGroupOfOurs(pgid, program)) ? [pgid] : [];
}

/**
 * Ends what an earlier host started and left behind, server and runners. A pid counts only together with the process's
 * start time, because pids come back. Says whether nothing of it is left; the record stays while something is.
 */
export async function terminateOrphanedRun(dataDir: string): Promise<boolean> {
  const record = await readRunRecord(dataDir);
  const groups = record === null ? [] : await leftoverGroups(record);
  const ended = await Promise.all(groups.map(stopProcessGroup));
  const gone = ended.every(Boolean);
  if (gone) await removeRunRecord(dataDir);
  return gone;
}
