import type { RequestProgress } from '../../activity/activity-log.ts';
import type { TimedRequest } from '../../activity/request-entry.ts';
import type { ListenerOptions } from '../gateway.ts';
import type { ActiveWork } from '../gateway-parts.ts';
import type { GatewayLimits } from '../policy/gateway-limits.ts';
import type { GatewayPolicy } from '../policy/gateway-policy.ts';

/** What a worker is started with. */
export interface WorkerData {
  readonly policy: GatewayPolicy;
  /** Counts the policies; the first one is this. */
  readonly revision: number;
  readonly limits: Partial<GatewayLimits>;
  /** Names of models that the worker before was changing. */
  readonly abandoned: readonly string[];
  /** Where signs of life are counted; see `heartbeat.ts`. */
  readonly signs: SharedArrayBuffer;
}

/** What the main thread asks for, and gets a reply to. */
export type WorkerCall =
  | { readonly do: 'listen'; readonly options: ListenerOptions }
  | { readonly do: 'closeListener'; readonly listener: number }
  | { readonly do: 'activeWork' }
  | { readonly do: 'close' };

/** By what a call does. A listener's number is only for closing it. */
export interface WorkerReplies {
  readonly listen: { readonly listener: number; readonly port: number };
  readonly closeListener: null;
  readonly activeWork: ActiveWork;
  readonly close: null;
}

/** What the worker asks for, and gets a reply to. */
export type HostCall =
  /** Replied to once the policy's models are as new as the call, or can't be. */
  { readonly do: 'readModels' } | { readonly do: 'metrics'; readonly named: boolean };

export interface HostReplies {
  readonly readModels: null;
  readonly metrics: string;
}

/** An error as it gets from one thread to the other. */
export interface SentError {
  readonly message: string;
  readonly stack: string | null;
  /** Such as EADDRINUSE. */
  readonly code: string | null;
}

/** The reply to the call of that number. */
export type Reply = { readonly type: 'reply'; readonly call: number } & (
  | { readonly value: unknown }
  | { readonly error: SentError }
);

/** What is new of one request. */
export interface RequestUpdate {
  /** Of the worker that sends it. */
  readonly id: number;
  /** null where an earlier update began it. */
  readonly begun: TimedRequest | null;
  readonly progress: RequestProgress;
}

/** What happened since the last one. */
export interface Batch {
  readonly requests: readonly RequestUpdate[];
  /** The client's address, by the id of each key that was used. */
  readonly keyUses: readonly (readonly [id: string, from: string])[];
  readonly unexpected: readonly SentError[];
}

export type ToWorker =
  | { readonly type: 'call'; readonly call: number; readonly request: WorkerCall }
  | { readonly type: 'policy'; readonly revision: number; readonly changed: Partial<GatewayPolicy> }
  | Reply;

export type FromWorker =
  | { readonly type: 'call'; readonly call: number; readonly request: HostCall }
  /** The policy of that revision, and none before it, decides from now on. */
  | { readonly type: 'confirmed'; readonly revision: number }
  | { readonly type: 'batch'; readonly batch: Batch }
  /** Names of models that it is changing, or has changed without being told what became of that. */
  | { readonly type: 'changing'; readonly names: readonly string[] }
  | Reply;

export function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error), stack: null, code: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { message: error.message, stack: error.stack ?? null, code };
}

export function receivedError({ message, stack, code }: SentError): Error {
  const error = new Error(message);
  if (stack !== null) error.stack = stack;
  return code === null ? error : Object.assign(error, { code });
}
