import type { ServerCause } from '../../../contract/server.ts';
import type { Endpoint } from '../../ollama/endpoint.ts';
import type { PortOwner } from '../port/port-owner.ts';

/**
 * What a run reports. Each event carries the run's ID, so that a late one of an old run changes nothing; `at` is in
 * milliseconds since the epoch.
 */
export type RunEvent =
  | { readonly type: 'notInstalled'; readonly runId: string; readonly detail: string | null }
  | { readonly type: 'portInUse'; readonly runId: string; readonly portOwner: PortOwner }
  | {
      readonly type: 'launched';
      readonly runId: string;
      /** When its process began, under an earlier host where it was adopted. */
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
  /** It no longer responds, though its process is there. */
  | { readonly type: 'unresponsive'; readonly runId: string; readonly at: number }
  | { readonly type: 'responsive'; readonly runId: string }
  | RunFailed;

/** The run is over without having been asked to stop, and nothing of it is left. */
export interface RunFailed {
  readonly type: 'runFailed';
  readonly runId: string;
  readonly at: number;
  readonly cause: ServerCause;
  /** From 0 to 1: where in the jitter's range the delay before the next start lies. */
  readonly jitter: number;
  /** Corral listens in front of the server, on the port that clients use, and does so still. */
  readonly isBehindCorral?: boolean;
  /** The server's own port, where only that was in use by the time the server bound it. */
  readonly takenInnerPort?: number;
}
