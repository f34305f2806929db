import type { ActivityLog } from '../activity/activity-log.ts';
import type { UpstreamClient } from '../http/upstream-client.ts';
import type { KeyGrant } from '../keys/key-store.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import type { KeyTraffic } from './admission/key-traffic.ts';
import type { BodyMemoryBudget } from './body/read-body.ts';
import type { ConnectionLimiter } from './listener/connection-limiter.ts';
import type { StallDetector } from './listener/stall-detector.ts';
import type { GatewayLimits } from './policy/gateway-limits.ts';
import type { GatewayModels } from './policy/model-policy.ts';

interface GatewayKeys {
  /** null for anything but the secret of a valid key. */
  check(secret: string): KeyGrant | null;
  /** Whether a key that was valid has expired since. */
  hasExpired(id: string): boolean;
  /** Records a request with that key, and the client's address. */
  used(id: string, from: string): void;
  /** Calls `listener` with the id of each key that is revoked, at once; the returned function ends it. */
  onRevoked(listener: (id: string) => void): () => void;
}

export interface GatewayOptions {
  /** The server's address; null while it can't respond. */
  readonly upstream: () => Endpoint | null;
  readonly keys: GatewayKeys;
  /** Host names and addresses of this Mac, and the person's extra ones, without port. A listener adds its own address. */
  readonly hosts: () => readonly string[];
  /** Origins whose web pages may send requests, as browsers send them; one `*` in each may stand for anything. */
  readonly origins: () => readonly string[];
  readonly models: GatewayModels;
  readonly activity: Pick<ActivityLog, 'begin'>;
  /** Called with each chunk of a response: a sign that the server is alive. */
  readonly onChunk: () => void;
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<string> | string;
  /** Whether the server can respond. */
  readonly ready: () => boolean;
  readonly limits?: Partial<GatewayLimits>;
  /** Called with an error that is a bug. It contains neither a body nor a key. */
  readonly onUnexpected: (error: unknown) => void;
}

/** What all listeners of one gateway share. */
export interface GatewayParts extends Omit<GatewayOptions, 'limits'> {
  readonly limits: GatewayLimits;
  readonly client: UpstreamClient;
  readonly traffic: KeyTraffic;
  readonly stalls: StallDetector;
  readonly budget: BodyMemoryBudget;
  readonly connections: ConnectionLimiter;
}
