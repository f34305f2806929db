import type { Alias } from '../../../contract/keys.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import type { KeyGrant } from '../../keys/key-store.ts';
import type { Endpoint } from '../../ollama/endpoint.ts';

/** Whether the server takes requests. */
export type ServerReadiness =
  | { readonly state: 'up'; readonly endpoint: Endpoint }
  /** It starts, restarts, moves, or recovers from a crash: requests wait for it. */
  | { readonly state: 'coming' }
  /** Nothing brings it back without a person: requests are rejected at once. */
  | { readonly state: 'down' };

/** A key as the gateway knows it: of its secret there is only the hash. */
export interface PolicyKey extends KeyGrant {
  /** SHA-256 of the secret in hexadecimal. */
  readonly hash: string;
  /** Milliseconds since the epoch; null for never. */
  readonly expiresAt: number | null;
}

export interface PolicyModels {
  readonly installed: readonly Pick<InstalledModel, 'name' | 'digest' | 'remoteHost'>[];
  /** When the list was requested, by `monotonicMs`, which is the same in every thread; negative infinity before that. */
  readonly asOf: number;
}

/**
 * All that decides what the gateway does with a request. Never changed, only replaced as a whole, and made of plain data, so that
 * it can be sent to another thread.
 */
export interface GatewayPolicy {
  readonly server: ServerReadiness;
  /** The person's keys and Corral's temporary ones. */
  readonly keys: readonly PolicyKey[];
  readonly aliases: readonly Alias[];
  /** Host names and addresses of this Mac, and the person's extra ones, without port. A listener adds its own address. */
  readonly hosts: readonly string[];
  /** Origins whose web pages may send requests to a listener with keys; one `*` in each may stand for anything. */
  readonly origins: readonly string[];
  /** `OLLAMA_ORIGINS` as the server gets it, which applies to the listeners without keys, besides Ollama's own defaults. */
  readonly serverOrigins: readonly string[];
  readonly models: PolicyModels;
  readonly versions: {
    readonly corral: string;
    /** null while no server responds. */
    readonly server: string | null;
  };
  /** How long a request waits for a server that is coming, in milliseconds. */
  readonly waitMs: number;
}
