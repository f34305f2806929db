import type { ServerCause } from '../../contract/server.ts';
import type { ProgramKind } from '../os/program-kind.ts';

export interface LaunchFailure {
  readonly kind: Extract<
    ServerCause['kind'],
    'programMissing' | 'notExecutable' | 'quarantined' | 'wrongArchitecture' | 'spawnFailed'
  >;
  /** One plain sentence: what happened. */
  readonly message: string;
}

/** What a look at a program's file shows. */
export interface ProgramFacts {
  readonly program: string;
  /** Null when there is no such file. */
  readonly file: { readonly isFolder: boolean; readonly isMarkedExecutable: boolean } | null;
  /** Null when it can't be read. */
  readonly kind: ProgramKind | null;
  /** Why it doesn't suit this machine, in words that follow "it is". */
  readonly mismatch: string | null;
  readonly quarantined: boolean;
}

export interface Refusal {
  /** The system's code, such as `ENOENT`; null for an error that isn't the system's. */
  readonly code: string | null;
  /** The error's own words, for what is not foreseen here. */
  readonly words: string;
}

const gone = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);
const exhausted = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']);
/** macOS's EBADARCH (86, "Bad CPU type in executable") and EBADMACHO (88), for which Node has no names. */
const [badArchitecture, badMachO] = ['Unknown system error -86', 'Unknown system error -88'];
const unsuitable = new Set(['ENOEXEC', badArchitecture, badMachO]);

function notExecutable(message: string): LaunchFailure {
  return { kind: 'notExecutable', message };
}
function spawnFailed(message: string): LaunchFailure {
  return { kind: 'spawnFailed', message };
}
const wrongArchitecture = (program: string, mismatch: string): LaunchFailure => ({
  kind: 'wrongArchitecture',
  message: `${program} can’t run on this computer: it is ${mismatch}.`,
});
function quarantined(program: string): LaunchFailure {
  return {
    kind: 'quarantined',
    message: `macOS holds ${program} back, because it was downloaded and nobody has agreed to open it yet.`,
  };
}
function unforeseen(words: string): LaunchFailure {
  return spawnFailed(`The server could not be started: ${words}`);
}

function withoutPermission(facts: ProgramFacts, code: string): LaunchFailure {
  const { program } = facts;
  if (code === 'EACCES' && !facts.file?.isMarkedExecutable) {
    return notExecutable(`${program} is not marked as executable.`);
  }
  if (facts.quarantined) return quarantined(program);
  return code === 'EACCES'
    ? notExecutable(`The system does not let you run ${program}.`)
    : spawnFailed(`The system did not allow ${program} to be started.`);
}

/** The file is there, so what is missing is what it needs: a script's interpreter, a loader, the folder to start in. */
function withoutNeeds({ program, kind, mismatch }: ProgramFacts): LaunchFailure {
  if (kind?.format === 'script') {
    return notExecutable(`${program} is a script for ${kind.interpreter}, which is not on this computer.`);
  }
  if (mismatch !== null) return wrongArchitecture(program, mismatch);
  return spawnFailed(`Something that ${program} needs to start is missing.`);
}

function withoutSuiting({ program, kind, mismatch }: ProgramFacts, code: string): LaunchFailure {
  if (mismatch !== null) return wrongArchitecture(program, mismatch);
  if (code === badArchitecture) return wrongArchitecture(program, 'made for another kind of processor');
  if (kind?.format === 'empty') return notExecutable(`${program} is an empty file.`);
  return notExecutable(`${program} is not a program that this computer can run.`);
}

/** Why the system refused to start a program. */
export function explainSpawnError(facts: ProgramFacts, { code, words }: Refusal): LaunchFailure {
  const { program, file } = facts;
  if (code === null) return unforeseen(words);
  if (file === null) {
    const missing: LaunchFailure = { kind: 'programMissing', message: `${program} is not there any more.` };
    return gone.has(code) ? missing : unforeseen(words);
  }
  if (file.isFolder) return notExecutable(`${program} is a folder, not a program.`);
  if (code === 'EACCES' || code === 'EPERM') return withoutPermission(facts, code);
  if (code === 'ENOENT') return withoutNeeds(facts);
  if (unsuitable.has(code)) return withoutSuiting(facts, code);
  if (code === 'ETXTBSY') return spawnFailed(`${program} is being written to, perhaps by its own update.`);
  if (exhausted.has(code)) return spawnFailed('The system has no room for one more program at the moment.');
  return unforeseen(words);
}

/** What a shell answers for a file that it can't make sense of: not found, not executable, not its language. */
const shellGaveUp: ReadonlySet<number | null> = new Set([2, 126, 127]);

export interface Death {
  readonly code: number | null;
  readonly signal: string | null;
  /** It had written something by then: macOS let it run, whatever its file is marked with. */
  readonly hasWritten: boolean;
  readonly platform: NodeJS.Platform;
}

/**
 * Why a program that was started ended before it was ready; null when its file doesn't tell. macOS starts a program and ends
 * it with SIGKILL when its check fails. On Linux `execvp` hands what the kernel refuses to a shell, which complains and gives
 * up, or does nothing at all for an empty file.
 */
export function explainEarlyExit(facts: ProgramFacts, death: Death): LaunchFailure | null {
  const { program, kind, mismatch } = facts;
  const { code, signal, hasWritten, platform } = death;
  if (signal === 'SIGKILL' && facts.quarantined && !hasWritten) return quarantined(program);
  if (platform === 'darwin') return null;
  if (mismatch !== null && shellGaveUp.has(code)) return wrongArchitecture(program, mismatch);
  return kind?.format === 'empty' && code === 0 ? notExecutable(`${program} is an empty file.`) : null;
}
