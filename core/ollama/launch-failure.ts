import { stat } from 'node:fs/promises';
import { platform } from 'node:process';
import { readProgramKind, thisMachine } from '../os/program-kind.ts';
import { mismatchOf } from '../os/program-mismatch.ts';
import { isQuarantined } from '../os/quarantine.ts';
import {
  type EarlyExit,
  explainEarlyExit,
  explainSpawnError,
  type LaunchFailure,
  type ProgramFacts,
} from './explain-launch.ts';

async function inspectProgram(program: string): Promise<ProgramFacts> {
  const [file, kind, quarantined] = await Promise.all([
    stat(program).catch(() => null),
    readProgramKind(program),
    isQuarantined(program),
  ]);
  return {
    program,
    file: file && { isFolder: file.isDirectory(), isMarkedExecutable: (file.mode & 0o111) !== 0 },
    kind,
    mismatch: kind && mismatchOf(kind, thisMachine),
    quarantined,
  };
}

/** Only of an error of `spawn` itself: a log file that can't be opened, for example, says nothing about the executable. */
function spawnErrorCode(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return null;
  const { code, syscall } = error;
  return typeof code === 'string' && typeof syscall === 'string' && syscall.startsWith('spawn') ? code : null;
}

/** Why `program` couldn't be started, from the error of the attempt and from its file. */
export async function launchFailure(error: unknown, program: string): Promise<LaunchFailure> {
  const message = error instanceof Error ? error.message : String(error);
  return explainSpawnError(await inspectProgram(program), { code: spawnErrorCode(error), message });
}

/** Why `program` was started but exited before it was ready; null when its file doesn't tell. */
export async function earlyExit(program: string, exit: EarlyExit): Promise<LaunchFailure | null> {
  return explainEarlyExit(await inspectProgram(program), exit, platform);
}
