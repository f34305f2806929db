import type { Logger } from 'pino';
import { movesOnQuit } from '../contract/derived/moves-on-quit.ts';
import type { Work } from '../contract/work.ts';
import { closeAll } from './async/close-all.ts';
import { withTimeout } from './async/with-timeout.ts';
import type { Exposure } from './exposure/exposure.ts';
import type { Supervisor } from './server/supervisor.ts';
import type { SettingsService } from './settings/settings-store.ts';
import type { SnapshotStore } from './snapshot/snapshot-store.ts';
import { awaitIdle } from './work/await-idle.ts';

/** How long a quit that moves the server waits for work in progress, which the move interrupts. */
const IDLE_TIMEOUT_MS = 4_000;

/**
 * How long after a quit has begun a server that is to keep running may take to be where it is found without Corral; if it takes
 * longer, it is stopped instead. The desktop host allows 9,000 ms for the whole quit, and stopping takes a part of that.
 */
const MOVE_DEADLINE_MS = 7_000;

/** How long each part that is closed before the server may take; the gateway's thread, which may hang, takes up to 2,000 ms. */
const PART_TIMEOUT_MS = 2_500;

/** What a person decided about the server on quitting: `keep` interrupts what is in progress where the server moves. */
export type QuitDecision = 'keep' | 'stop';

export interface ShutdownOptions {
  readonly store: Pick<SnapshotStore, 'get'>;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly exposure: Pick<Exposure, 'handOver'>;
  readonly supervisor: Pick<Supervisor, 'close' | 'detach'>;
  readonly logger: Logger;
  /** Work in progress now. */
  readonly work: () => Promise<Work>;
  /** Closed first, in this order: everything that uses the server or makes it reachable. */
  readonly beforeRestriction: readonly (() => unknown)[];
  /** Closed once the server is reachable from this Mac only, and before it is stopped. */
  readonly beforeServer: readonly (() => unknown)[];
  /** Closed last, in this order: what holds data. */
  readonly afterServer: readonly (() => unknown)[];
}

export interface Shutdown {
  /** Waits a moment until nothing is in progress that a quit would interrupt; gives what still is. */
  awaitIdle(): Promise<Work>;
  /** To be called before `stop`, which otherwise waits for work in progress and then does what the settings say. */
  decide(decision: QuitDecision): void;
  /**
   * Ends the application: stops the server that we started, or leaves it running on loopback if the settings say so. It runs once;
   * later calls give the same promise.
   */
  stop(): Promise<void>;
}

export function createShutdown(options: ShutdownOptions): Shutdown {
  const { store, settings, exposure, supervisor, logger, work } = options;
  let decision: QuitDecision | null = null;
  let running: Promise<void> | null = null;

  const logFailure = (error: unknown) => logger.error(error, 'closing');
  const untilIdle = async (): Promise<Work> => (await awaitIdle(work, IDLE_TIMEOUT_MS)) ?? store.get().work;
  /** Only a server that no other device can reach may outlive Corral. */
  const canOutlive = async (timeoutMs: number): Promise<boolean> => {
    if (decision === 'stop' || !settings.get().keepServerAfterQuit) return false;
    return withTimeout(exposure.handOver(), { timeoutMs, fallback: false });
  };
  const bounded = (close: () => unknown) => () =>
    withTimeout(Promise.resolve(close()), { timeoutMs: PART_TIMEOUT_MS, fallback: undefined });
  const shutDown = async (): Promise<void> => {
    const deadline = performance.now() + MOVE_DEADLINE_MS;
    // Nobody can be asked: what isn't over by then is interrupted.
    if (decision === null && movesOnQuit(store.get())) await untilIdle().catch(logFailure);
    await closeAll(options.beforeRestriction, logFailure);
    const isKept = await canOutlive(Math.max(0, deadline - performance.now())).catch((error: unknown) => {
      logFailure(error);
      return false;
    });
    await closeAll([...options.beforeServer.map(bounded), isKept ? supervisor.detach : supervisor.close], logFailure);
    await closeAll(options.afterServer, logFailure);
  };

  return {
    awaitIdle: untilIdle,
    decide: (next) => {
      decision = next;
    },
    stop: () => {
      running ??= shutDown();
      return running;
    },
  };
}
