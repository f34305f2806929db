import { serverFailureText } from '../../contract/derived/catalog/en/server-failures.ts';
import type { ServerCause } from '../../contract/server.ts';
import type { ProgramKind } from '../os/program-kind.ts';
import type { Mismatch } from '../os/program-mismatch.ts';

export interface LaunchFailure {
  readonly kind: Extract<
    ServerCause['kind'],
    'programMissing' | 'notExecutable' | 'quarantined' | 'wrongArchitecture' | 'spawnFailed'
  >;
  /** What happened, in a sentence. */
  readonly message: string;
}

/** What an executable's file shows. */
export interface ProgramFacts {
  readonly program: string;
  /** Null when there is no such file. */
  readonly file: { readonly isFolder: boolean; readonly isMarkedExecutable: boolean } | null;
  /** Null when it can't be read. */
  readonly kind: ProgramKind | null;
  readonly mismatch: Mismatch | null;
  readonly quarantined: boolean;
}

export interface SpawnError {
  /** The system's code, such as `ENOENT`; null for an error that isn't the system's. */
  readonly code: string | null;
  /** The error's own message, for what has no better explanation. */
  readonly message: string;
}

const MISSING_CODES = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);
const EXHAUSTED_CODES = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']);
/** macOS's EBADARCH (86, "Bad CPU type in executable") and EBADMACHO (88), for which Node has no names. */
const [BAD_ARCHITECTURE, BAD_MACHO] = ['Unknown system error -86', 'Unknown system error -88'];
const UNSUITABLE_CODES = new Set(['ENOEXEC', BAD_ARCHITECTURE, BAD_MACHO]);

function notExecutable(message: string): LaunchFailure {
  return { kind: 'notExecutable', message };
}

function spawnFailed(message: string): LaunchFailure {
  return { kind: 'spawnFailed', message };
}

function wrongArchitecture(program: string, { target, needsRosetta }: Mismatch): LaunchFailure {
  const key = needsRosetta ? 'program.mismatchRosetta' : 'program.mismatch';
  return { kind: 'wrongArchitecture', message: serverFailureText(key, { program, target }) };
}

function quarantined(program: string): LaunchFailure {
  return { kind: 'quarantined', message: serverFailureText('program.quarantined', { program }) };
}

function unexplained(reason: string): LaunchFailure {
  return spawnFailed(serverFailureText('start.failed', { reason }));
}

function explainDenied({ program, file, quarantined: isQuarantined }: ProgramFacts, code: string): LaunchFailure {
  if (code === 'EACCES' && !file?.isMarkedExecutable) {
    return notExecutable(serverFailureText('program.notMarked', { program }));
  }
  if (isQuarantined) return quarantined(program);
  return code === 'EACCES'
    ? notExecutable(serverFailureText('program.noPermission', { program }))
    : spawnFailed(serverFailureText('program.blocked', { program }));
}

/** The file exists, so what is missing is what it needs: a script's interpreter, a loader, the folder to start in. */
function explainMissingDependency({ program, kind, mismatch }: ProgramFacts): LaunchFailure {
  if (kind?.format === 'script') {
    const { interpreter } = kind;
    return notExecutable(serverFailureText('program.interpreter', { program, interpreter }));
  }
  if (mismatch !== null) return wrongArchitecture(program, mismatch);
  return spawnFailed(serverFailureText('program.dependency', { program }));
}

function explainUnsuitable({ program, kind, mismatch }: ProgramFacts, code: string): LaunchFailure {
  if (mismatch !== null) return wrongArchitecture(program, mismatch);
  if (code === BAD_ARCHITECTURE) return wrongArchitecture(program, { target: 'otherProcessor', needsRosetta: false });
  return notExecutable(
    serverFailureText(kind?.format === 'empty' ? 'program.empty' : 'program.unsuitable', { program }),
  );
}

/** Why the system refused to start an executable. */
export function explainSpawnError(facts: ProgramFacts, { code, message }: SpawnError): LaunchFailure {
  const { program, file } = facts;
  if (code === null) return unexplained(message);
  if (file === null) {
    if (!MISSING_CODES.has(code)) return unexplained(message);
    return { kind: 'programMissing', message: serverFailureText('program.missing', { program }) };
  }
  if (file.isFolder) return notExecutable(serverFailureText('program.folder', { program }));
  if (code === 'EACCES' || code === 'EPERM') return explainDenied(facts, code);
  if (code === 'ENOENT') return explainMissingDependency(facts);
  if (UNSUITABLE_CODES.has(code)) return explainUnsuitable(facts, code);
  if (code === 'ETXTBSY') return spawnFailed(serverFailureText('program.busy', { program }));
  if (EXHAUSTED_CODES.has(code)) return spawnFailed(serverFailureText('program.resources'));
  return unexplained(message);
}

/** Exit codes of a shell that can't make sense of a file: its own syntax error, not executable, not found. */
const SHELL_FAILURE_CODES: ReadonlySet<number | null> = new Set([2, 126, 127]);

export interface EarlyExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** It had written something by then: macOS let it run, whatever its file is marked with. */
  readonly hasWritten: boolean;
}

/**
 * Why an executable that was started exited before it was ready; null when its file doesn't tell. macOS starts an executable
 * and kills it with SIGKILL when its check fails. On Linux `execvp` hands what the kernel refuses to a shell, which fails, or
 * does nothing at all for an empty file.
 */
export function explainEarlyExit(
  facts: ProgramFacts,
  { code, signal, hasWritten }: EarlyExit,
  platform: NodeJS.Platform,
): LaunchFailure | null {
  const { program, kind, mismatch } = facts;
  if (signal === 'SIGKILL' && facts.quarantined && !hasWritten) return quarantined(program);
  if (platform === 'darwin') return null;
  if (mismatch !== null && SHELL_FAILURE_CODES.has(code)) return wrongArchitecture(program, mismatch);
  const isEmpty = kind?.format === 'empty' && code === 0;
  return isEmpty ? notExecutable(serverFailureText('program.empty', { program })) : null;
}
