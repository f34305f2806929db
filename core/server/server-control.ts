import { createServer } from 'node:net';
import { expectedError } from '../../contract/expected-error.ts';
import type { When } from '../../contract/server.ts';
import type { SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { createWorkGate } from '../work/interruption-guard.ts';
import type { Supervisor } from './supervisor.ts';

/** What a person can do to the server, as the router and the tray call it. */
export interface ServerControl {
  start(): void;
  /** Throws WORK_IN_PROGRESS. */
  stop(when: When): Promise<void>;
  /** Throws WORK_IN_PROGRESS. */
  restart(when: When): Promise<void>;
  cancelPending(): void;
  /** Throws TAKE_OVER_FAILED. */
  takeOver(pid: number): Promise<void>;
  /** Throws INVALID_SETTING where the environment fixes the port. */
  useFreePort(): Promise<{ port: number }>;
  close(): void;
}

export interface ServerControlOptions {
  /** What waits until nothing is in progress is written to `server.pending`. */
  readonly store: SnapshotStore;
  readonly supervisor: Pick<Supervisor, 'setDesired' | 'restart' | 'takeOver'>;
  readonly settings: Pick<SettingsService, 'update'>;
  /** The environment fixes the port, so that the setting has no effect. */
  readonly isPortFixed: boolean;
}

/** A port that nobody has on any address, as the system gives it. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no port.'));
      });
    });
  });
}

export function createServerControl({ store, supervisor, settings, isPortFixed }: ServerControlOptions): ServerControl {
  const gate = createWorkGate<'stop' | 'restart'>({
    store,
    onWaiting: (waiting) =>
      store.update('server', (slice) => ({
        ...slice,
        pending: waiting && { action: waiting.what, since: waiting.since },
      })),
    // The server's own state shows it.
    onFailure: () => undefined,
  });
  return {
    start: () => {
      gate.cancel();
      supervisor.setDesired('running');
    },
    stop: (when) => gate.pass(when, { what: 'stop', act: () => supervisor.setDesired('stopped') }),
    restart: (when) => gate.pass(when, { what: 'restart', needsServer: true, act: () => supervisor.restart() }),
    cancelPending: () => gate.cancel(),
    takeOver: (pid) => supervisor.takeOver(pid),
    async useFreePort() {
      if (isPortFixed) {
        const reason = 'CORRAL_OLLAMA_PORT fixes the port. Start Corral without it to choose another one.';
        throw expectedError('INVALID_SETTING', { field: 'port', reason });
      }
      const port = await freePort();
      await settings.update({ port });
      await supervisor.restart();
      return { port };
    },
    close: gate.close,
  };
}
