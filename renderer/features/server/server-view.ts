import { formatClock } from '../../../contract/derived/format/format-time.ts';
import type { ServerSlice } from '../../../contract/server.ts';
import type { Gate } from '../../components/CorralMark.tsx';
import { failedTitle, ownerName } from './owner-name.ts';

/** How the server's state looks and what can be done with it now. */
export interface ServerView {
  /** The status text; tests and people know the states by its first words. */
  readonly status: string;
  /** One short line under the status. */
  readonly caption: string;
  readonly tone: 'ok' | 'warn' | 'bad' | 'hollow' | 'busy' | 'idle';
  readonly gate: Gate;
  readonly canStart: boolean;
  readonly canStop: boolean;
  readonly canRestart: boolean;
  /** Why Start can't be used now. */
  readonly startBlocked: string;
  /** On its way from one state to another. */
  readonly moving: boolean;
}

type Look = Pick<ServerView, 'status' | 'caption' | 'tone' | 'gate'> & Partial<ServerView>;

const running = 'The server is running already.';

/** The one place that says how each state is called. `open`: other machines can use it without a key. */
export function serverView(server: ServerSlice, open: boolean): ServerView {
  return {
    canStart: false,
    canStop: false,
    canRestart: false,
    startBlocked: running,
    moving: false,
    ...look(server, open),
  };
}

function look(server: ServerSlice, open: boolean): Look {
  const { actual } = server;
  switch (actual.state) {
    case 'notInstalled':
      return {
        status: 'Not installed',
        caption: 'No server to start',
        tone: 'idle',
        gate: 'open',
        startBlocked: 'Ollama is not installed.',
      };
    case 'stopped':
      return { status: 'Stopped', caption: program(server), tone: 'hollow', gate: 'open', canStart: true };
    case 'starting':
      return {
        status: 'Starting…',
        caption: 'Waiting for its answer',
        tone: 'busy',
        gate: 'half',
        canStop: true,
        moving: true,
      };
    case 'running':
      return {
        status: open ? 'Running, open' : 'Running',
        caption: `Ollama ${actual.version}`,
        tone: open ? 'warn' : 'ok',
        gate: 'closed',
        canStop: true,
        canRestart: true,
      };
    case 'unresponsive':
      return {
        status: 'Not answering',
        caption: `Since ${formatClock(actual.since)}`,
        tone: 'warn',
        gate: 'problem',
        canStop: true,
        canRestart: true,
      };
    case 'restarting':
      return {
        status: 'Restarting…',
        caption: `Attempt ${actual.attempt}`,
        tone: 'busy',
        gate: 'half',
        canStop: true,
        moving: true,
      };
    case 'failed':
      return {
        status: failedTitle(actual.cause.kind),
        caption:
          actual.cause.kind === 'modelsFolderUnavailable'
            ? 'Waits for the models folder'
            : `Gave up at ${formatClock(actual.at)}`,
        tone: 'bad',
        gate: 'problem',
        canStart: true,
      };
    case 'stopping':
      return {
        status: 'Stopping…',
        caption: 'Waiting for it to end',
        tone: 'busy',
        gate: 'half',
        startBlocked: 'The server is stopping.',
        moving: true,
      };
    case 'external':
      return {
        status: 'Not managed',
        caption: `${ownerName[actual.owner]}, ${actual.version}`,
        tone: 'hollow',
        gate: 'closed',
        startBlocked: 'Corral did not start this server, so it cannot start or stop it.',
      };
    case 'portInUse':
      return { status: 'Port taken', caption: `Port ${server.port}`, tone: 'bad', gate: 'problem', canStart: true };
  }
}

function program(server: ServerSlice): string {
  return server.program?.version ? `Ollama ${server.program.version}` : 'Not running';
}
