import type { ServerActual, ServerCause, ServerOwner } from '../../contract/server.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import { type Failures, noFailures } from './restart-policy.ts';

/** What the loop knows. `actual` is what is shown; the rest decides what comes next. */
export interface SupervisorState {
  readonly desired: 'running' | 'stopped';
  readonly actual: ServerActual;
  /** Sets the runs of this host apart from those of earlier ones. */
  readonly boot: string;
  /** Grows by one a run; a run's id is made of it. */
  readonly runs: number;
  /** Start again once the run that is stopping is gone. */
  readonly restartAfterStop: boolean;
  /** What went wrong since the server last worked, or since a person last asked for it. */
  readonly failures: Failures;
  readonly pid: number | null;
  /** Since when and as which version our run answers; null before it does. */
  readonly readiness: { readonly since: number; readonly version: string } | null;
  /** Where the server answers now, ours or external. */
  readonly endpoint: Endpoint | null;
}

/** Events of a run carry its id: one of an old run changes nothing. `at` is the time of the event. */
export type SupervisorEvent =
  | { readonly type: 'setDesired'; readonly desired: 'running' | 'stopped'; readonly at: number }
  | { readonly type: 'restart'; readonly at: number }
  | { readonly type: 'notInstalled'; readonly runId: string; readonly detail: string | null }
  | { readonly type: 'portInUse'; readonly runId: string; readonly holder: PortOwner }
  | {
      readonly type: 'launched';
      readonly runId: string;
      /** When its process began. */
      readonly at: number;
      readonly pid: number;
      readonly adopted: boolean;
    }
  | {
      readonly type: 'ready';
      readonly runId: string;
      readonly at: number;
      readonly version: string;
      readonly endpoint: Endpoint;
    }
  /** It has stopped answering, though its process is there. */
  | { readonly type: 'silent'; readonly runId: string; readonly at: number }
  | { readonly type: 'answers'; readonly runId: string }
  /** The run is over and nothing of it is left, though nobody asked for that. `chance`, from 0 to 1, spreads the restarts. */
  | {
      readonly type: 'ended';
      readonly runId: string;
      readonly at: number;
      readonly cause: ServerCause;
      readonly jitter: number;
    }
  /** The run that was to stop is gone. */
  | { readonly type: 'gone'; readonly runId: string; readonly at: number }
  | { readonly type: 'stopFailed'; readonly runId: string; readonly at: number; readonly cause: ServerCause }
  | { readonly type: 'retryDue'; readonly at: number }
  /** What the server was held for is over: its models folder is there again. */
  | { readonly type: 'folderAvailable'; readonly at: number }
  /** What the watch of the port saw while nothing of ours has it; null when nobody else has it either. */
  | { readonly type: 'portSeen'; readonly at: number; readonly holder: PortOwner | null };

/** Who has the port when it isn't us. */
export type PortOwner =
  | {
      readonly kind: 'ollama';
      readonly owner: ServerOwner;
      readonly pid: number | null;
      readonly version: string;
      readonly endpoint: Endpoint;
      readonly canTakeOver: boolean;
    }
  | {
      readonly kind: 'other';
      readonly pid: number | null;
      readonly name: string | null;
      readonly canTakeOver: boolean;
    };

export type Effect =
  /** Find the program, look at the port, launch, wait until it answers. */
  | { readonly type: 'begin'; readonly runId: string }
  /** End the run and make sure that it is gone. */
  | { readonly type: 'end'; readonly runId: string }
  | { readonly type: 'retryAt'; readonly at: number }
  /** Look after a while who has the port now that nothing of ours does. */
  | { readonly type: 'watchPort' };

export function initialLoopState(boot: string): SupervisorState {
  return {
    desired: 'stopped',
    actual: { state: 'stopped' },
    boot,
    runs: 0,
    restartAfterStop: false,
    failures: noFailures,
    pid: null,
    readiness: null,
    endpoint: null,
  };
}
