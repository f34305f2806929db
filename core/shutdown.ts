import type { Logger } from 'pino';
import { closeAll } from './async/close-all.ts';
import { withTimeout } from './async/with-timeout.ts';
import type { Exposure } from './exposure/exposure.ts';
import type { Supervisor } from './server/supervisor.ts';
import type { SettingsService } from './settings/settings-store.ts';

/**
 * How long a quit waits for a server that is to keep running to be back on loopback; if it takes longer, the server is stopped
 * instead. The desktop host allows 9,000 ms for the whole quit.
 */
const LOOPBACK_TIMEOUT_MS = 4_000;

export interface ShutdownOptions {
  readonly settings: Pick<SettingsService, 'get'>;
  readonly exposure: Pick<Exposure, 'restrictToLoopback'>;
  readonly supervisor: Pick<Supervisor, 'close' | 'detach'>;
  readonly logger: Logger;
  /** Closed first, in this order: everything that uses the server or makes it reachable. */
  readonly beforeRestriction: readonly (() => unknown)[];
  /** Closed once the server is reachable from this Mac only, and before it is stopped. */
  readonly beforeServer: readonly (() => unknown)[];
  /** Closed last, in this order: what holds data. */
  readonly afterServer: readonly (() => unknown)[];
}

/**
 * The function that ends the application: stops the server that we started, or leaves it running on loopback if the settings say
 * so. It runs once; later calls give the same promise.
 */
export function createShutdown(options: ShutdownOptions): () => Promise<void> {
  const { settings, exposure, supervisor, logger } = options;
  let running: Promise<void> | null = null;

  /** Only a server that no other device can reach may outlive Corral. */
  const canOutlive = async (): Promise<boolean> => {
    if (!settings.get().keepServerAfterQuit) return false;
    return withTimeout(exposure.restrictToLoopback(), { timeoutMs: LOOPBACK_TIMEOUT_MS, fallback: false });
  };
  const shutDown = async (): Promise<void> => {
    const logFailure = (error: unknown) => logger.error(error, 'closing');
    await closeAll(options.beforeRestriction, logFailure);
    const isKept = await canOutlive().catch((error: unknown) => {
      logFailure(error);
      return false;
    });
    await closeAll([...options.beforeServer, isKept ? supervisor.detach : supervisor.close], logFailure);
    await closeAll(options.afterServer, logFailure);
  };

  return () => {
    running ??= shutDown();
    return running;
  };
}
