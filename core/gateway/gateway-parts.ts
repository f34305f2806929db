import type { ActivityLog } from '../activity/activity-log.ts';
import type { KeyCheck } from './admission/check-key.ts';
import type { KeyTraffic } from './admission/key-traffic.ts';
import type { BodyMemoryBudget } from './body/read-body.ts';
import type { ConnectionLimiter } from './listener/connection-limiter.ts';
import type { Exchange } from './listener/exchange.ts';
import type { StallDetector } from './listener/stall-detector.ts';
import type { CloudModelsOptions } from './policy/cloud-models.ts';
import type { GatewayLimits } from './policy/gateway-limits.ts';
import type { GatewayModels } from './policy/model-policy.ts';
import type { PolicySource } from './policy/policy-source.ts';
import type { ServerConnections } from './upstream/server-connections.ts';
import type { WaitingRoom } from './upstream/waiting-room.ts';

export interface GatewayOptions extends Pick<CloudModelsOptions, 'abandoned' | 'onChanging'> {
  /** What decides about requests; read anew for each. */
  readonly policy: PolicySource;
  readonly activity: Pick<ActivityLog, 'begin'>;
  /** Records a request with that key, and the client's address. */
  readonly keyUsed: (id: string, from: string) => void;
  /** Resolves once the policy's list of models is as new as this call, or can't be. */
  readonly readModels: () => Promise<void>;
  /** In Prometheus' text format; the names of keys are in it only if `named`. */
  readonly metrics: (options: { readonly named: boolean }) => Promise<string> | string;
  /** Called with each chunk of a response: a sign that the server is alive. */
  readonly onChunk: () => void;
  readonly limits?: Partial<GatewayLimits>;
  /** Called with an error that is a bug. It contains neither a body nor a key. */
  readonly onUnexpected: (error: unknown) => void;
}

/** What all listeners of one gateway share. */
export interface GatewayParts extends Omit<GatewayOptions, 'limits' | 'readModels'> {
  readonly limits: GatewayLimits;
  readonly keys: KeyCheck;
  readonly models: GatewayModels;
  readonly connections: ServerConnections;
  readonly waitingRoom: WaitingRoom;
  readonly traffic: KeyTraffic;
  readonly stalls: StallDetector;
  readonly budget: BodyMemoryBudget;
  readonly clientConnections: ConnectionLimiter;
  readonly work: WorkCounter;
}

/** Requests in progress. */
export interface ActiveWork {
  readonly requests: number;
  /** Those that generate something. */
  readonly responses: number;
  /** Those of them that were sent with a key. */
  readonly keyedResponses: number;
}

export interface WorkCounter {
  /** Counts a request until its exchange is over. */
  addRequest(exchange: Exchange): void;
  /** Counts what a request generates, from when it no longer waits for the server: nothing is interrupted before that. */
  addResponse(exchange: Exchange, hasKey: boolean): void;
  current(): ActiveWork;
}
