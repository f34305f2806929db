import type { ServerCause } from '../../../contract/server.ts';
import type { Endpoint } from '../../ollama/endpoint.ts';
import type { Launched } from './launch.ts';
import type { Prepared } from './prepare-run.ts';
import type { RunEvent, RunFailed } from './run-event.ts';
import type { Exit } from './server-cause.ts';

/** A server of ours that was launched or adopted. */
export interface RunningServer {
  readonly process: Launched;
  readonly program: string;
  readonly endpoint: Endpoint;
  /** Corral listens in front of it, and it has a port of its own. */
  readonly isBehindCorral: boolean;
}

/** How a server quit without having been asked to. */
export interface UnexpectedExit {
  readonly program: string;
  readonly exit: Exit;
  readonly wasReady: boolean;
}

export interface Stopping {
  readonly phase: 'stopping';
  readonly stopRequested: boolean;
  readonly server: RunningServer;
  /** Why it is being stopped; null when that was requested. */
  readonly cause: ServerCause | null;
  /** The second attempt, after an unexpected error. */
  readonly isRetry: boolean;
}

/** What a run is doing. Once `stopRequested`, its supervisor waits for the end and gets no more events. */
export type RunState =
  | { readonly phase: 'launching'; readonly stopRequested: boolean }
  | {
      readonly phase: 'serving';
      readonly stopRequested: false;
      readonly server: RunningServer;
      readonly isReady: boolean;
    }
  | Stopping
  | {
      readonly phase: 'finishing';
      readonly stopRequested: boolean;
      readonly server: RunningServer | null;
      readonly isRetry: boolean;
    }
  | { readonly phase: 'detaching'; readonly stopRequested: true }
  /** `left`: why something of it still runs; null when nothing does. */
  | { readonly phase: 'over'; readonly stopRequested: boolean; readonly left: ServerCause | null };

/** What the supervisor asks for, and what came of the effects. An `event` is passed on unless a stop was requested. */
export type RunInput =
  | { readonly type: 'stop' }
  | { readonly type: 'detach' }
  | { readonly type: 'prepared'; readonly prepared: Prepared }
  /** There is nothing to launch; no event where that is because of a stop. */
  | { readonly type: 'refused'; readonly event: RunEvent | null }
  | { readonly type: 'launched'; readonly server: RunningServer; readonly event: RunEvent }
  | { readonly type: 'launchFailed'; readonly cause: ServerCause }
  | { readonly type: 'reported'; readonly event: RunEvent }
  /** The monitor found a reason to stop the server. */
  | { readonly type: 'rejected'; readonly cause: ServerCause }
  | { readonly type: 'exited'; readonly exit: Exit }
  | { readonly type: 'terminated'; readonly isGone: boolean }
  | { readonly type: 'finished'; readonly left: ServerCause | null; readonly event: RunFailed | null }
  | { readonly type: 'detached' }
  /** An effect threw. */
  | { readonly type: 'crashed'; readonly event: RunFailed };

export type RunEffect =
  | { readonly type: 'emit'; readonly event: RunEvent }
  | { readonly type: 'launch'; readonly prepared: Prepared }
  | { readonly type: 'monitor'; readonly server: RunningServer }
  | { readonly type: 'terminate'; readonly server: RunningServer }
  | Finish
  | { readonly type: 'detach'; readonly server: RunningServer };

/** Closes the run's log, removes what is left of the server, and finds out why it is over. */
export interface Finish {
  readonly type: 'finish';
  /** Null where there is nothing to clean up, or nothing that can be. */
  readonly server: RunningServer | null;
  /** Why something is known to be left. */
  readonly left: ServerCause | null;
  /** Null when a stop was requested, and why it is over is of no interest. */
  readonly reason: ServerCause | UnexpectedExit | null;
}

export interface RunStep {
  readonly state: RunState;
  readonly effects: readonly RunEffect[];
}

export const initialRunState: RunState = { phase: 'launching', stopRequested: false };
