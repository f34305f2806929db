import { serverActions } from '../../contract/derived/server-state.ts';
import type { ServerActual, ServerCause } from '../../contract/server.ts';
import type { Endpoint } from '../ollama/endpoint.ts';
import type { PortEvent } from './port/port-watch.ts';
import { type Failures, noFailures } from './restart-policy.ts';
import type { RunEvent } from './run/run-event.ts';

/** What the supervisor knows. `actual` is what is shown; the rest decides what comes next. */
export interface SupervisorState {
  readonly desired: 'running' | 'stopped';
  readonly actual: ServerActual;
  /** Distinguishes the runs of this host from those of earlier ones. */
  readonly session: string;
  /** Runs begun so far; a run's ID is made of it. */
  readonly runCount: number;
  /** Start again once the run that is stopping is gone. */
  readonly restartAfterStop: boolean;
  /** Failures since the server last worked, or since a person last asked for it. */
  readonly failures: Failures;
  /** Consecutive runs whose own port somebody else took just before them. */
  readonly takenPorts: number;
  readonly pid: number | null;
  /** Since when and as which version our run has responded; null before it does. */
  readonly ready: { readonly since: number; readonly version: string } | null;
  /** Where the server responds now, ours or external. */
  readonly endpoint: Endpoint | null;
}

/** `at` is in milliseconds since the epoch. */
export type CommandEvent =
  | { readonly type: 'setDesired'; readonly desired: 'running' | 'stopped'; readonly at: number }
  | { readonly type: 'restart'; readonly at: number };

export type StopEvent =
  /** The run that was to stop is gone. */
  | { readonly type: 'stopped'; readonly runId: string; readonly at: number }
  | { readonly type: 'stopFailed'; readonly runId: string; readonly at: number; readonly cause: ServerCause };

export type SupervisorEvent =
  | CommandEvent
  | RunEvent
  | StopEvent
  | PortEvent
  | { readonly type: 'retryDue'; readonly at: number };

export type SupervisorEffect =
  /** Find the executable, scan the port, launch, wait until the server responds. */
  | { readonly type: 'startRun'; readonly runId: string }
  /** Stop the run and make sure that it is gone. */
  | { readonly type: 'stopRun'; readonly runId: string }
  | { readonly type: 'scheduleRetry'; readonly at: number }
  /** Find out after a while who uses the port now that no server of ours does. */
  | { readonly type: 'schedulePortScan' };

export function initialSupervisorState(session: string): SupervisorState {
  return {
    desired: 'stopped',
    actual: { state: 'stopped' },
    session,
    runCount: 0,
    restartAfterStop: false,
    failures: noFailures,
    takenPorts: 0,
    pid: null,
    ready: null,
    endpoint: null,
  };
}

/** The ID of the run that is under way; null when there is none. */
export function runIdOf(actual: ServerActual): string | null {
  return 'runId' in actual ? actual.runId : null;
}

/** It changes to another state without anybody's doing, so that one can wait for that. */
export function isInTransition(actual: ServerActual): boolean {
  return serverActions(actual).isChanging;
}

/** No server of ours runs or is about to: the port is watched for others. */
export function isAtRest(actual: ServerActual): boolean {
  return !isInTransition(actual) && runIdOf(actual) === null;
}
