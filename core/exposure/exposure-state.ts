import type { Address, FormerAddress, TailnetHttps } from '../../contract/exposure.ts';
import type { ServerSlice } from '../../contract/server.ts';
import type { Settings } from '../../contract/settings.ts';
import type { ExposureSettings } from '../settings/settings-store.ts';
import type { PendingChange } from '../work/interruption-guard.ts';
import type { AddressFacts } from './advertised-addresses.ts';
import type { BindDecision, Listener, ServerPlace } from './decide-bind.ts';
import type { Notification } from './exposure-notices.ts';

/** What a person has chosen. */
export type ExposureChoice = Pick<Settings, 'reach' | 'requireKey' | 'closedInterfaces' | 'tailnetHttps' | 'localApps'>;
export type ExposureServer = Pick<ServerSlice, 'desired' | 'actual' | 'pid' | 'port' | 'innerPort' | 'portConflicts'>;
type HttpsView = Pick<TailnetHttps, 'state' | 'url' | 'consentUrl' | 'reason'>;

/** A listener that is wanted and isn't open. */
export interface FailedListener {
  readonly listener: Listener;
  /** The system's, such as `EACCES`; empty where it gave none. */
  readonly code: string;
  /** Why, in a sentence. */
  readonly problem: string;
}

/** Corral's own listeners after an attempt to have exactly those that are wanted. */
export interface Listening {
  readonly open: readonly Listener[];
  readonly failed: readonly FailedListener[];
}

/** Everything that decides who can connect to the server, and what is known of who can. */
export interface ExposureState {
  readonly choice: ExposureChoice;
  /** A choice that waits until it interrupts nothing. */
  readonly pending: PendingChange<ExposureSettings> | null;
  readonly network: AddressFacts;
  readonly server: ExposureServer;
  /** What a run was launched with, or will be; listeners that differ meanwhile are those of the current choice. */
  readonly planned: { readonly runId: string; readonly decision: BindDecision; readonly isKept: boolean } | null;
  /**
   * Corral's listeners are open: the port was looked at before a launch, and the server was to be at `place`, where it or what
   * is left of it may still be. Null while they are closed.
   */
  readonly front: { readonly place: ServerPlace; readonly port: number } | null;
  readonly listening: Listening;
  readonly https: HttpsView;
  /** Addresses on which an external server listens. */
  readonly external: readonly string[];
  /** Restarts of the server in the move that is in progress; 0 while none is. */
  readonly moves: number;
  /** The server is to outlive Corral. */
  readonly isHandedOver: boolean;
  readonly isClosed: boolean;
  /** The addresses that last responded, all of them, and those that don't anymore. */
  readonly shown: readonly Address[];
  readonly former: readonly FormerAddress[];
}

export type ExposureEvent =
  /** A person's choice, saved. */
  | { readonly type: 'chosen'; readonly choice: ExposureChoice; readonly network: AddressFacts }
  /** The settings were saved for another reason. */
  | { readonly type: 'settingsChanged'; readonly choice: ExposureChoice }
  | { readonly type: 'pendingChanged'; readonly pending: ExposureState['pending'] }
  | { readonly type: 'networkRead'; readonly network: AddressFacts }
  | { readonly type: 'serverChanged'; readonly server: ExposureServer }
  /** A run is about to be launched and has to know where. */
  | { readonly type: 'planAsked'; readonly runId: string; readonly network: AddressFacts }
  /** Nobody else uses the port, and the run's server will be at `place`, or has been kept there by an earlier host. */
  | { readonly type: 'portVerified'; readonly runId: string; readonly place: ServerPlace }
  /** The listeners of a `reconcile`. */
  | { readonly type: 'reconciled'; readonly listening: Listening }
  | { readonly type: 'httpsChanged'; readonly https: HttpsView }
  | { readonly type: 'externalRead'; readonly pid: number | null; readonly addresses: readonly string[] }
  /** A restart of the server that was asked for has ended, in whatever state. */
  | { readonly type: 'moveFinished' }
  /** The server is to outlive Corral, so that it takes the port itself. */
  | { readonly type: 'handOver' }
  | { readonly type: 'close' };

/** With the time, in milliseconds since the epoch. */
export type TimedExposureEvent = ExposureEvent & { readonly at: number };

export type ExposureEffect =
  /** Close Corral's listeners that aren't these, then open those that are missing. */
  | { readonly type: 'reconcile'; readonly listeners: readonly Listener[]; readonly port: number }
  /** Serve HTTPS under this name on the tailnet; null ends it. */
  | { readonly type: 'serveHttps'; readonly dnsName: string | null }
  | { readonly type: 'readExternal'; readonly pid: number | null; readonly port: number }
  /** Restart the server, and tell when that is over. */
  | { readonly type: 'restartServer' }
  /** Restart the server whose start would be at a place that is no longer wanted; a restart that is in progress ends with it. */
  | { readonly type: 'abandonStart' }
  /** The server stays where it isn’t wanted: too many restarts in a row were about to begin. */
  | { readonly type: 'logGivenUp' }
  | { readonly type: 'announce'; readonly notification: Notification }
  /** Corral listens on other addresses than before. */
  | { readonly type: 'checkConflicts' }
  | { readonly type: 'publish' };

export interface ExposureStep {
  readonly state: ExposureState;
  readonly effects: readonly ExposureEffect[];
}

export function initialExposureState(
  given: Pick<ExposureState, 'choice' | 'network' | 'server' | 'https'>,
): ExposureState {
  return {
    ...given,
    pending: null,
    planned: null,
    front: null,
    listening: { open: [], failed: [] },
    external: [],
    moves: 0,
    isHandedOver: false,
    isClosed: false,
    shown: [],
    former: [],
  };
}
