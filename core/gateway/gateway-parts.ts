import type { KeyGrant } from '../keys/key-store.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import type { KeyTraffic } from './admission/key-traffic.ts';
import type { GatewayModels } from './admission/model-policy.ts';
import type { BodyMemoryBudget } from './body/read-body.ts';
import type { GatewayActivity } from './gateway-activity.ts';
import type { GatewayLimits } from './gateway-limits.ts';
import type { ConnectionGate } from './listener/connection-limiter.ts';
import type { StallWatch } from './listener/stall-detector.ts';

interface GatewayKeys {
  /** null for anything but the secret of a live key. */
  check(secret: string): KeyGrant | null;
  /** Whether a key that requests came with has run out since. */
  hasExpired(id: string): boolean;
  /** Notes a request with that key, and the address it came from. */
  used(id: string, from: string): void;
  /** Calls `listener` with the id of each key that is revoked, at once; the returned function ends it. */
  onRevoked(listener: (id: string) => void): () => void;
}

export interface GatewayOptions {
  /** Where the server is reached; null while nothing answers. */
  readonly upstream: () => Endpoint | null;
  readonly keys: GatewayKeys;
  /** Own names and addresses and the person's extras, without port. Those of the listener itself need not be among them. */
  readonly hosts: () => readonly string[];
  /** Origins whose web pages may ask, as browsers send them; one `*` in each may stand for anything. */
  readonly origins: () => readonly string[];
  readonly models: GatewayModels;
  readonly activity: GatewayActivity;
  /** Called with each chunk of an answer: the server lives. */
  readonly onChunk: () => void;
  /** Prometheus' text format. */
  readonly metrics: () => Promise<string> | string;
  /** Whether the server can answer. */
  readonly ready: () => boolean;
  readonly limits?: Partial<GatewayLimits>;
  /** Gets what is a bug. It holds neither a body nor a key. */
  readonly onUnexpected: (error: unknown) => void;
}

/** What all listeners of one gateway share. */
export interface GatewayParts extends Omit<GatewayOptions, 'limits' | 'onUnexpected'> {
  readonly limits: GatewayLimits;
  readonly traffic: KeyTraffic;
  readonly stalls: StallWatch;
  readonly budget: BodyMemoryBudget;
  readonly connections: ConnectionGate;
}
