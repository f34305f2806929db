import type { ExposureSlice } from '../contract/exposure.ts';
import type { ServerCause, ServerOwner, ServerSlice } from '../contract/server.ts';

export interface ServerStatus {
  /** Begins with the state's fixed words. */
  readonly title: string;
  /** One short line below, empty when there is nothing to add. */
  readonly detail: string;
  readonly canStart: boolean;
  readonly canStop: boolean;
  readonly canRestart: boolean;
  /** Something happened that the Server page explains. */
  readonly needsAttention: boolean;
  /** Somebody else runs a server that can be asked to make room; the Server page asks first. */
  readonly canTakeOver: boolean;
}

const nothing = { canStart: false, canStop: false, canRestart: false, needsAttention: false, canTakeOver: false };
const startable = { ...nothing, canStart: true };
const stoppable = { ...nothing, canStop: true };

export interface ServerStatusOptions {
  /** Who else reaches the server now, and whether they need a key; null where nothing is known. */
  readonly effective: Pick<NonNullable<ExposureSlice['effective']>, 'open' | 'keyed'> | null;
  /** A time of day in words. */
  readonly time: (ms: number) => string;
}

/** The server's state as the menu says it, and what can be done about it. */
export function serverStatus({ actual, port }: ServerSlice, { effective, time }: ServerStatusOptions): ServerStatus {
  switch (actual.state) {
    case 'notInstalled':
      return { ...nothing, title: 'Not installed', detail: 'Ollama was not found', needsAttention: true };
    case 'stopped':
      return { ...startable, title: 'Stopped', detail: '' };
    case 'starting':
      return { ...stoppable, title: 'Starting…', detail: '' };
    case 'running': {
      const detail = `Ollama ${actual.version}, since ${time(actual.since)}`;
      return { ...stoppable, canRestart: true, title: `Running${exposed(effective)}`, detail };
    }
    case 'unresponsive':
      return {
        ...stoppable,
        canRestart: true,
        title: `Not answering${exposed(effective)}`,
        detail: `Since ${time(actual.since)}`,
        needsAttention: true,
      };
    case 'restarting':
      return { ...stoppable, title: 'Restarting…', detail: actual.cause.message };
    case 'failed':
      return {
        ...startable,
        title: failedTitle(actual.cause),
        detail: failedDetails[actual.cause.kind] ?? `Gave up at ${time(actual.at)}`,
        needsAttention: true,
      };
    case 'stopping':
      return { ...nothing, title: 'Stopping…', detail: '' };
    case 'external':
      return {
        ...nothing,
        title: `Not managed${exposed(effective)}`,
        detail: `Ollama ${actual.version}, started by ${owners[actual.owner]}`,
        canTakeOver: actual.canTakeOver,
      };
    case 'portInUse': {
      const holder = actual.name === null ? 'another program' : actual.name;
      return { ...startable, title: 'Port taken', detail: `Port ${port} is used by ${holder}`, needsAttention: true };
    }
  }
}

function exposed(effective: ServerStatusOptions['effective']): string {
  if (effective?.open) return ', open without a key';
  return effective?.keyed ? ', open with a key' : '';
}

const owners: Readonly<Record<ServerOwner, string>> = {
  ollamaApp: 'Ollama.app',
  homebrew: 'Homebrew',
  launchd: 'a launch agent',
  terminal: 'a terminal',
  unknown: 'another program',
};

/** Where a few words say more than when Corral gave up. */
const failedDetails: Readonly<Partial<Record<ServerCause['kind'], string>>> = {
  programMissing: 'Its program is gone',
  notExecutable: 'Its program can’t be run',
  quarantined: 'macOS blocks its program',
  wrongArchitecture: 'Its program is for another machine',
  stoppedByOllamaApp: 'Ollama.app ended it',
  modelsFolderUnavailable: 'Waits for the models folder',
};

function failedTitle({ kind }: ServerCause): string {
  return kind === 'exited' || kind === 'unresponsive' ? 'Keeps crashing' : 'Could not start';
}
