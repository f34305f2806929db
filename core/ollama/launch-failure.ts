import { stat } from 'node:fs/promises';
import { platform } from 'node:process';
import { readProgramKind, thisMachine } from '../os/program-kind.ts';
import { mismatchOf } from '../os/program-mismatch.ts';
import { isQuarantined } from '../os/quarantine.ts';
import { explainEarlyExit, explainSpawnError, type LaunchFailure, type ProgramFacts } from './explain-launch.ts';

async function lookAt(program: string): Promise<ProgramFacts> {
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

/** Only of an error of `spawn` itself: a log file that can't be opened, say, tells nothing of the program. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return null;
  const { code, syscall } = error;
  return typeof code === 'string' && typeof syscall === 'string' && syscall.startsWith('spawn') ? code : null;
}

/** Why `program` was not started, from the error that the attempt gave and a look at its file. */
export async function launchFailure(error: unknown, program: string): Promise<LaunchFailure> {
  const words = error instanceof Error ? error.message : String(error);
  return explainSpawnError(await lookAt(program), { code: codeOf(error), words });
}

export interface EarlyExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Whether it had written a line by then; not, if not given. */
  readonly hasWritten?: boolean;
}

/** Why `program` was started but ended before it was ready; null when its file doesn't tell. */
export async function earlyExit(program: string, exit: EarlyExit): Promise<LaunchFailure | null> {
  return explainEarlyExit(await lookAt(program), { hasWritten: false, ...exit, platform });
}
