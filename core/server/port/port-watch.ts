import type { ServerActual } from '../../../contract/server.ts';
import type { HeldAddresses } from '../../exposure/listener-manager.ts';
import type { Endpoint } from '../../ollama/endpoint.ts';
import { findPortOwner, findServer, type PortOwner, recheckServer } from './port-owner.ts';

export type PortEvent =
  /** The models folder that the server waits for is available again. */
  | { readonly type: 'folderAvailable'; readonly at: number }
  /** Who uses the port while no server of ours does; null when it is free. */
  | { readonly type: 'portScanned'; readonly at: number; readonly portOwner: PortOwner | null };

/** What is known while the port is watched. */
interface WatchedState {
  readonly actual: ServerActual;
  /** Of the external server; null without one. */
  readonly endpoint: Endpoint | null;
}

/** The port that clients use. */
interface WatchedPort {
  readonly bind: Endpoint;
  /** The addresses on which Corral itself listens there. */
  readonly held: () => Promise<HeldAddresses>;
}

/** Between two scans while no server of ours uses the port, in milliseconds. */
const POLL_INTERVAL_MS = 2_000;

/**
 * Scans only as closely as the state needs: a known server is probed, a port that is waited for is examined, and otherwise
 * only a server that responds counts.
 */
async function scanPort({ actual, endpoint }: WatchedState, { bind, held }: WatchedPort): Promise<PortOwner | null> {
  if (actual.state === 'external' && endpoint !== null) {
    const { owner, pid, version, canTakeOver } = actual;
    return recheckServer({ kind: 'ollama', owner, pid, version, endpoint, canTakeOver }, bind);
  }
  const isNeeded = actual.state === 'external' || actual.state === 'portInUse';
  // Where Corral listens for a server that failed, a probe would reach Corral.
  return isNeeded || (await held()).held.length > 0 ? findPortOwner(bind, held) : findServer(bind);
}

function isWaitingForFolder(actual: ServerActual): boolean {
  return actual.state === 'failed' && actual.cause.kind === 'modelsFolderUnavailable';
}

export interface PortWatchOptions {
  readonly state: () => WatchedState;
  readonly port: () => WatchedPort;
  /** Awaited before each scan, so that what an earlier host left isn't taken for a server running outside Corral. */
  readonly orphansGone: () => Promise<unknown>;
  readonly folderProblem: () => Promise<string | null>;
  readonly emit: (event: PortEvent) => void;
}

export interface PortWatch {
  /** Scans once, after a pause; the result of a scan is dropped if the state has changed meanwhile. */
  scanSoon(): void;
  scanNow(): void;
  stop(): void;
}

/** Watches the port, and the models folder, while no server of ours runs. */
export function createPortWatch({ state, port, orphansGone, folderProblem, emit }: PortWatchOptions): PortWatch {
  let timer: NodeJS.Timeout | undefined;

  const observe = async (watched: WatchedState): Promise<PortEvent> => {
    await orphansGone();
    if (isWaitingForFolder(watched.actual) && (await folderProblem()) === null) {
      return { type: 'folderAvailable', at: Date.now() };
    }
    const portOwner = await scanPort(watched, port());
    return { type: 'portScanned', at: Date.now(), portOwner };
  };
  const scan = (): void => {
    const watched = state();
    const isCurrent = (): boolean => state().actual === watched.actual;
    observe(watched).then(
      (event) => {
        if (isCurrent()) emit(event);
      },
      () => {
        if (isCurrent()) schedule(POLL_INTERVAL_MS);
      },
    );
  };
  function schedule(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(scan, delayMs).unref();
  }

  return {
    scanSoon: () => schedule(POLL_INTERVAL_MS),
    scanNow: () => schedule(0),
    stop: () => clearTimeout(timer),
  };
}
