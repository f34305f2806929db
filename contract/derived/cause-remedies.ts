import type { ServerCause } from '../server.ts';
import type { Remedy, RemedyAction } from './remedy.ts';
import { keyCommands, ownFolderCommand, shellWord } from './remedy-command.ts';

/** What each remedy without values of its own does. */
const ACTIONS = {
  restart: { do: 'restart' },
  showLog: { do: 'show', page: 'logs' },
  otherPort: { do: 'useFreePort' },
  getHelp: { do: 'copyDiagnostics' },
  otherExecutable: { do: 'show', page: 'settings', place: 'ollamaPath' },
  chooseOllama: { do: 'show', page: 'settings', place: 'ollamaPath' },
  reinstall: { do: 'downloadOllama' },
  update: { do: 'downloadOllama' },
  smallerModel: { do: 'show', page: 'models' },
  shorterContext: { do: 'show', page: 'settings', place: 'contextLength' },
  pullAgain: { do: 'show', page: 'models' },
  quitProcess: { do: 'start' },
  restoreFile: { do: 'start' },
  allowInSettings: { do: 'start' },
  tryAgain: { do: 'start' },
  startAgain: { do: 'start' },
  quitApps: { do: 'start' },
  freePort: { do: 'start' },
  changeAccess: { do: 'show', page: 'network' },
  quitOllamaApp: { do: 'start' },
  connectDisk: { do: 'start' },
  checkFolder: { do: 'start' },
  unlockDisk: { do: 'start' },
  freeSpace: { do: 'start' },
  allowFolder: { do: 'start' },
  logInAgain: { do: 'start' },
  otherFolder: { do: 'show', page: 'settings', place: 'modelsFolder' },
  showFolder: { do: 'reveal' },
  correctOrigins: { do: 'show', page: 'settings', place: 'allowedOrigins' },
  findVariable: { do: 'show', page: 'settings', place: 'configuration' },
  correctVariable: { do: 'show', page: 'settings', place: 'extraVariables' },
} as const satisfies Readonly<Record<string, RemedyAction>>;

type SimpleRemedy = keyof typeof ACTIONS;
/** Those that copy a command, made of what the failure is about. */
type CommandRemedy = 'makeExecutable' | 'removeQuarantine' | 'ownFolder' | 'ownKey' | 'newKey';
type RemedyName = SimpleRemedy | CommandRemedy;

const CAUSE_REMEDIES: Readonly<Record<ServerCause['kind'], readonly RemedyName[]>> = {
  programMissing: ['restoreFile', 'reinstall', 'otherExecutable'],
  notExecutable: ['makeExecutable', 'reinstall', 'otherExecutable'],
  quarantined: ['allowInSettings', 'removeQuarantine'],
  wrongArchitecture: ['reinstall', 'otherExecutable'],
  spawnFailed: ['otherExecutable'],
  exitedBeforeReady: ['startAgain', 'reinstall', 'otherExecutable'],
  neverReady: ['tryAgain'],
  exited: ['smallerModel', 'shorterContext'],
  unresponsive: ['smallerModel', 'shorterContext'],
  addressInUse: ['freePort', 'otherPort'],
  addressUnavailable: ['changeAccess'],
  stoppedByOllamaApp: ['quitOllamaApp', 'otherPort'],
  // Start is offered by the state itself.
  stoppedByOther: [],
  modelsFolderUnavailable: ['connectDisk', 'otherFolder'],
  orphanStillRunning: ['quitProcess'],
  stopFailed: ['quitProcess'],
  originsInvalid: ['correctOrigins', 'findVariable'],
  variableInvalid: ['findVariable', 'correctVariable'],
  homeMissing: ['logInAgain', 'findVariable'],
  folderDenied: ['ownFolder', 'showFolder', 'otherFolder'],
  folderProtected: ['allowFolder', 'showFolder', 'otherFolder'],
  folderUnusable: ['checkFolder', 'showFolder', 'otherFolder'],
  diskReadOnly: ['unlockDisk', 'showFolder', 'otherFolder'],
  diskFull: ['freeSpace', 'showFolder', 'otherFolder'],
  addressDenied: ['otherPort'],
  identityKeyInvalid: ['ownKey', 'newKey', 'showFolder'],
  signatureInvalid: ['reinstall', 'otherExecutable'],
  libraryMissing: ['reinstall', 'otherExecutable'],
  outOfMemory: ['quitApps', 'smallerModel', 'shorterContext'],
  gpuFault: ['smallerModel', 'shorterContext', 'update'],
  modelCorrupt: ['pullAgain', 'showFolder'],
  limitReached: ['quitApps'],
  notOllama: ['chooseOllama', 'reinstall'],
};

/** What never ran, or only waits, has logged nothing that would help. */
const LOGGED_NOTHING: ReadonlySet<ServerCause['kind']> = new Set([
  'programMissing',
  'notExecutable',
  'quarantined',
  'signatureInvalid',
  'wrongArchitecture',
  'spawnFailed',
  'orphanStillRunning',
  'modelsFolderUnavailable',
]);

/** What a failure is about. */
export interface FailureFacts {
  /** The executable's path; null where none was found. */
  readonly program: string | null;
  /** `ServerCause.subject`. */
  readonly subject: string | null;
}

/** What a person can do about a failure. The log is offered only where its last lines aren't on the page already. */
export function causeRemedies(cause: ServerCause, program: string | null): readonly Remedy[] {
  const { kind, lastLines } = cause;
  const isLogUseful = lastLines.length === 0 && !LOGGED_NOTHING.has(kind);
  const names: readonly RemedyName[] = [...namesFor(cause), ...(isLogUseful ? (['showLog'] as const) : []), 'getHelp'];
  return names.flatMap((name) => remedy(name, { program, subject: cause.subject ?? null }));
}

/** What is there for a cause, without what doesn't help with this subject. */
function namesFor({ kind, signal, subject, lastLines }: ServerCause): readonly RemedyName[] {
  // Nothing else sends this signal to a server that only starts, and it leaves no words.
  if (kind === 'exitedBeforeReady' && signal === 'SIGKILL') return ['quitApps', 'reinstall', 'otherExecutable'];
  const isPath = subject?.startsWith('/') ?? false;
  // Ollama's own folder, with its key, stays in the home folder, wherever the models are.
  const isHome = subject !== undefined && /\/\.ollama(?:\/id_ed25519(?:\.pub)?)?$/.test(subject);
  return CAUSE_REMEDIES[kind].filter((name) => {
    if (name === 'showFolder') return isPath;
    // What said why it ended runs on this computer: another executable would say the same.
    if (name === 'otherExecutable' && kind === 'exitedBeforeReady') return lastLines.length === 0;
    return name === 'otherFolder' ? !isHome : true;
  });
}

/** One remedy; none where it copies a command and what that is about isn't known. */
export function remedy(name: RemedyName, facts: FailureFacts): readonly Remedy[] {
  const texts = { title: { key: `${name}.title` }, hint: { key: `${name}.hint` } } as const;
  if (!isCommand(name)) return [{ ...texts, action: ACTIONS[name] }];
  const command = commandFor(name, facts);
  if (command === null) return [];
  return [{ ...texts, action: { do: 'copy', label: { key: `${name}.copy` }, command } }];
}

function isCommand(name: RemedyName): name is CommandRemedy {
  return !(name in ACTIONS);
}

function commandFor(name: CommandRemedy, { program, subject }: FailureFacts): string | null {
  switch (name) {
    case 'makeExecutable':
      return program === null ? null : `chmod +x ${shellWord(program)}`;
    case 'removeQuarantine':
      return program === null ? null : `xattr -d com.apple.quarantine ${shellWord(program)}`;
    case 'ownFolder':
      return subject === null ? null : ownFolderCommand(subject);
    case 'ownKey':
      return keyCommands(subject).own;
    case 'newKey':
      return keyCommands(subject).putAside;
  }
}
