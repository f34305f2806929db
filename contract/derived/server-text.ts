import type { RunSummary, ServerActual, ServerCause, ServerOwner, ServerSlice } from '../server.ts';
import type { MessageOf } from './catalog/define-texts.ts';
import { serverText } from './catalog/en/server.ts';
import { formatClock } from './format/format-time.ts';

/** A text about the server, for `serverText` to put into words. */
export type ServerMessage = MessageOf<typeof serverText>;

type Actual<State extends ServerActual['state']> = Extract<ServerActual, { state: State }>;

/** The state in a few words; tests and people know the states by the first of them. `isOpen`: other machines need no key. */
export function serverTitle(actual: ServerActual, isOpen: boolean): ServerMessage {
  switch (actual.state) {
    case 'running':
      return { key: isOpen ? 'title.runningOpen' : 'title.running' };
    case 'failed':
      return { key: isCrash(actual.cause) ? 'title.keepsCrashing' : 'title.couldNotStart' };
    default:
      return { key: `title.${actual.state}` };
  }
}

/** Whether the server ran and went down, or never came up. */
function isCrash({ kind, wasReady = false }: ServerCause): boolean {
  return kind === 'exited' || kind === 'unresponsive' || wasReady;
}

/** One short line under the title. */
export function serverCaption({
  actual,
  port,
  program,
}: Pick<ServerSlice, 'actual' | 'port' | 'program'>): ServerMessage {
  switch (actual.state) {
    case 'stopped':
      if (actual.byOther) return { key: 'caption.stoppedByOther' };
      return program?.version
        ? { key: 'caption.version', values: { version: program.version } }
        : { key: 'caption.notRunning' };
    case 'running':
      return { key: 'caption.running', values: { version: actual.version, time: formatClock(actual.since) } };
    case 'unresponsive':
      return { key: 'caption.unresponsive', values: { time: formatClock(actual.since) } };
    case 'restarting':
      return { key: 'caption.restarting', values: { attempt: actual.attempt } };
    case 'failed':
      return failureCaption(actual, port);
    case 'external':
      return { key: `caption.external.${actual.owner}`, values: { version: actual.version } };
    case 'portInUse':
      return { key: 'caption.portInUse', values: { app: actual.name ?? serverText('app.unknown'), port } };
    case 'notInstalled':
    case 'starting':
    case 'stopping':
      return { key: `caption.${actual.state}` };
  }
}

/** The caption where there is room for a few words only. */
export function shortServerCaption(server: Pick<ServerSlice, 'actual' | 'port' | 'program'>): ServerMessage {
  const { actual, port } = server;
  switch (actual.state) {
    case 'running':
    case 'external':
      return { key: 'caption.version', values: { version: actual.version } };
    case 'portInUse':
      return { key: 'caption.port', values: { port } };
    default:
      return serverCaption(server);
  }
}

/** Every way a run can end; of another version's file there may be more. */
const RUN_ENDS = [
  'stopped',
  'exited',
  'unresponsive',
  'exitedBeforeReady',
  'neverReady',
  'addressInUse',
  'addressUnavailable',
  'programMissing',
  'notExecutable',
  'quarantined',
  'wrongArchitecture',
  'spawnFailed',
  'stoppedByOllamaApp',
  'stoppedByOther',
  'modelsFolderUnavailable',
  'orphanStillRunning',
  'stopFailed',
  'originsInvalid',
  'variableInvalid',
  'homeMissing',
  'folderDenied',
  'folderProtected',
  'folderUnusable',
  'diskReadOnly',
  'diskFull',
  'addressDenied',
  'identityKeyInvalid',
  'signatureInvalid',
  'libraryMissing',
  'outOfMemory',
  'gpuFault',
  'modelCorrupt',
  'limitReached',
  'notOllama',
] as const satisfies readonly (ServerCause['kind'] | 'stopped')[];

/** Why the server isn't up, where a few words say it; otherwise when Corral gave up. */
function failureCaption({ at, cause: { kind } }: Actual<'failed'>, port: number): ServerMessage {
  switch (kind) {
    case 'addressInUse':
      return { key: 'caption.addressInUse', values: { port } };
    case 'spawnFailed':
    case 'exitedBeforeReady':
    case 'neverReady':
    case 'exited':
    case 'unresponsive':
    case 'orphanStillRunning':
    case 'stopFailed':
      return { key: 'caption.gaveUp', values: { time: formatClock(at) } };
    default:
      return { key: `caption.${kind}` };
  }
}

/** Why the server can't be started now; null where it can. */
export function startBlockedReason({ state }: ServerActual): ServerMessage | null {
  switch (state) {
    case 'notInstalled':
    case 'stopping':
    case 'external':
      return { key: `startBlocked.${state}` };
    case 'stopped':
    case 'failed':
    case 'portInUse':
      return null;
    default:
      return { key: 'startBlocked.running' };
  }
}

/** Why a page that needs the server can't use it; null where it can, soon can, or the server is being stopped. */
export function serverBannerTitle(actual: ServerActual): ServerMessage | null {
  switch (actual.state) {
    case 'stopped':
      return { key: actual.byOther ? 'banner.stoppedByOther' : 'banner.stopped' };
    case 'notInstalled':
    case 'portInUse':
      return { key: `banner.${actual.state}` };
    case 'failed':
      return { key: isCrash(actual.cause) ? 'banner.keepsCrashing' : 'banner.couldNotStart' };
    default:
      return null;
  }
}

/** Who started a server that isn't ours, as it reads after "Started by". */
export function ownerName(owner: ServerOwner): ServerMessage {
  return { key: `owner.${owner}` };
}

/** How a person stops a server that Corral can't ask to quit. */
export function stopInstructions(owner: ServerOwner): ServerMessage {
  return { key: `stop.${owner}` };
}

/** The app or process that uses a port, as well as it is known. */
export function portUser({ name, pid }: { readonly name: string | null; readonly pid: number | null }): string {
  if (name === null) return pid === null ? serverText('app.unknown') : serverText('app.process', { pid });
  return pid === null ? name : serverText('app.named', { name, pid });
}

/** How a run ended. */
export function runEndLabel({ end }: Pick<RunSummary, 'end'>): ServerMessage {
  if (end === null) return { key: 'run.running' };
  const known = RUN_ENDS.find((kind) => kind === end.kind);
  return { key: known === undefined ? 'run.ended' : `run.${known}` };
}
