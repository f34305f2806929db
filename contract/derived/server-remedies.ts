import type { ServerActual, ServerCause, ServerSlice } from '../server.ts';
import type { FixedSettings } from '../settings.ts';
import type { MessageOf } from './catalog/define-texts.ts';
import type { serverRemedyText } from './catalog/en/server-remedies.ts';
import { portUser } from './server-text.ts';

type RemedyMessage = MessageOf<typeof serverRemedyText>;

/** What a remedy's button does. */
export type RemedyAction =
  | { readonly do: 'start' | 'restart' | 'useFreePort' | 'copyDiagnostics' | 'downloadOllama' }
  | { readonly do: 'show'; readonly page: 'settings' | 'models' | 'network' | 'logs' }
  /** Copies a command for a terminal, which is shown. */
  | { readonly do: 'copy'; readonly label: RemedyMessage; readonly command: string }
  | {
      readonly do: 'takeOver';
      readonly pid: number;
      readonly label: RemedyMessage;
      readonly question: RemedyMessage;
      readonly consequence: RemedyMessage;
    };

/** Something a person can do about the state, with the button that does it or leads there. */
export interface Remedy {
  readonly title: RemedyMessage;
  readonly hint: RemedyMessage;
  readonly action: RemedyAction;
}

/** What each remedy without values of its own does. */
const ACTIONS = {
  restart: { do: 'restart' },
  showLog: { do: 'show', page: 'logs' },
  otherPort: { do: 'useFreePort' },
  getHelp: { do: 'copyDiagnostics' },
  otherExecutable: { do: 'show', page: 'settings' },
  reinstall: { do: 'downloadOllama' },
  smallerModel: { do: 'show', page: 'models' },
  shorterContext: { do: 'show', page: 'settings' },
  quitProcess: { do: 'start' },
  restoreFile: { do: 'start' },
  allowInSettings: { do: 'start' },
  tryAgain: { do: 'start' },
  freePort: { do: 'start' },
  changeAccess: { do: 'show', page: 'network' },
  quitOllamaApp: { do: 'start' },
  connectDisk: { do: 'start' },
  otherFolder: { do: 'show', page: 'settings' },
} as const satisfies Readonly<Record<string, RemedyAction>>;

/** The words of the commands that are offered, without the executable's path. */
const COMMANDS = {
  makeExecutable: ['chmod', '+x'],
  removeQuarantine: ['xattr', '-d', 'com.apple.quarantine'],
} as const;

type RemedyName = keyof typeof ACTIONS | keyof typeof COMMANDS;

const CAUSE_REMEDIES: Readonly<Record<ServerCause['kind'], readonly RemedyName[]>> = {
  programMissing: ['restoreFile', 'reinstall', 'otherExecutable'],
  notExecutable: ['makeExecutable', 'reinstall', 'otherExecutable'],
  quarantined: ['allowInSettings', 'removeQuarantine'],
  wrongArchitecture: ['reinstall', 'otherExecutable'],
  spawnFailed: ['otherExecutable'],
  exitedBeforeReady: ['otherExecutable'],
  neverReady: ['tryAgain'],
  exited: ['smallerModel', 'shorterContext'],
  unresponsive: ['smallerModel', 'shorterContext'],
  addressInUse: ['freePort', 'otherPort'],
  addressUnavailable: ['changeAccess'],
  stoppedByOllamaApp: ['quitOllamaApp', 'otherPort'],
  modelsFolderUnavailable: ['connectDisk', 'otherFolder'],
  orphanStillRunning: ['quitProcess'],
  stopFailed: ['quitProcess'],
};

/** What never ran, or only waits, has logged nothing that would help. */
const LOGGED_NOTHING: ReadonlySet<ServerCause['kind']> = new Set([
  'programMissing',
  'notExecutable',
  'quarantined',
  'wrongArchitecture',
  'spawnFailed',
  'orphanStillRunning',
  'modelsFolderUnavailable',
]);

/** What to do next where the state itself and its buttons don't say it. Empty when all is well. */
export function serverRemedies(server: ServerSlice, fixed: FixedSettings = {}): readonly Remedy[] {
  return remediesOf(server).map((offered) => withoutFixed(offered, fixed));
}

/** A remedy that changes what the environment fixes says so instead, and leads to where it is shown. */
function withoutFixed(offered: Remedy, { port, ollamaPath }: FixedSettings): Remedy {
  const action = ACTIONS.otherExecutable;
  if (offered.action.do === 'useFreePort' && port !== undefined) {
    return { ...offered, hint: { key: 'otherPort.fixed', values: { variable: port.variable } }, action };
  }
  if (offered.title.key === 'otherExecutable.title' && ollamaPath !== undefined) {
    return { ...offered, hint: { key: 'otherExecutable.fixed', values: { variable: ollamaPath.variable } } };
  }
  return offered;
}

function remediesOf({ actual, port, program }: ServerSlice): readonly Remedy[] {
  switch (actual.state) {
    case 'failed':
      return failureRemedies(actual.cause, program?.path ?? null);
    case 'portInUse':
      return [...askToQuit(actual, port), quitYourself(actual, port), ...remedy('otherPort', null)];
    case 'unresponsive':
      return [...remedy('restart', null), ...remedy('showLog', null)];
    default:
      return [];
  }
}

/** `path` is the executable's. The log is offered only where its last lines aren't on the page already. */
function failureRemedies({ kind, lastLines }: ServerCause, path: string | null): readonly Remedy[] {
  const isLogUseful = lastLines.length === 0 && !LOGGED_NOTHING.has(kind);
  const names: readonly RemedyName[] = [
    ...CAUSE_REMEDIES[kind],
    ...(isLogUseful ? (['showLog'] as const) : []),
    'getHelp',
  ];
  return names.flatMap((name) => remedy(name, path));
}

/** None where the remedy is a command and the path isn't known. */
function remedy(name: RemedyName, path: string | null): readonly Remedy[] {
  const texts = { title: { key: `${name}.title` }, hint: { key: `${name}.hint` } } as const;
  if (name !== 'makeExecutable' && name !== 'removeQuarantine') return [{ ...texts, action: ACTIONS[name] }];
  if (path === null) return [];
  const command = [...COMMANDS[name], path].map(shellWord).join(' ');
  return [{ ...texts, action: { do: 'copy', label: { key: `${name}.copy` }, command } }];
}

type PortInUse = Extract<ServerActual, { state: 'portInUse' }>;

function askToQuit(actual: PortInUse, port: number): readonly Remedy[] {
  const { pid, canTakeOver } = actual;
  if (pid === null || !canTakeOver) return [];
  const values = nameValues(actual);
  return [
    {
      title: { key: 'ask.title', values },
      hint: { key: 'ask.hint', values: { app: portUser(actual), port } },
      action: {
        do: 'takeOver',
        pid,
        label: { key: 'ask.button', values },
        question: { key: 'ask.question', values },
        consequence: { key: 'ask.consequence', values: { port } },
      },
    },
  ];
}

function quitYourself(actual: PortInUse, port: number): Remedy {
  if (actual.pid !== null && actual.canTakeOver) {
    return {
      title: { key: 'quitYourself.title' },
      hint: { key: 'quitYourself.hint', values: { port } },
      action: ACTIONS.tryAgain,
    };
  }
  return {
    title: { key: 'quitApp.title', values: nameValues(actual) },
    hint: { key: 'quitApp.hint', values: { port } },
    action: ACTIONS.tryAgain,
  };
}

function nameValues({ name }: PortInUse): { readonly named: string; readonly name: string } {
  return { named: name === null ? 'no' : 'yes', name: name ?? '' };
}

/** As a POSIX shell takes it for one word. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
