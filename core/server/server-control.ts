import { createServer } from 'node:net';
import { serverFailureText } from '../../contract/derived/catalog/en/server-failures.ts';
import { expectedError } from '../../contract/expected-error.ts';
import type { When } from '../../contract/server.ts';
import type { SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { CurrentWork } from '../work/current-work.ts';
import { createInterruptionGuard } from '../work/interruption-guard.ts';
import { quitOllamaApp } from './port/take-over.ts';
import type { OllamaAppWatch } from './port/watch-ollama-app.ts';
import type { Supervisor } from './supervisor.ts';

/** What a person can do to the server, as the router and the tray call it. */
export interface ServerControl {
  start(): void;
  /** @throws WORK_IN_PROGRESS when requests or pulls are in progress and `when` is `ask` */
  stop(when: When): Promise<void>;
  /** @throws WORK_IN_PROGRESS when requests or pulls are in progress and `when` is `ask` */
  restart(when: When): Promise<void>;
  cancelPending(): void;
  /** @throws TAKE_OVER_FAILED when the other server is still running */
  takeOver(pid: number): Promise<void>;
  /**
   * Requests that the Ollama app that keeps failing to start a server quit.
   * @throws TAKE_OVER_FAILED when it is still running
   */
  quitOllamaApp(): Promise<void>;
  /** @throws INVALID_SETTING when the environment sets the port */
  useFreePort(): Promise<{ port: number }>;
  close(): void;
}

export interface ServerControlOptions {
  /** What waits until nothing is in progress is written to `server.pending`. */
  readonly store: SnapshotStore;
  readonly supervisor: Pick<Supervisor, 'setDesired' | 'restart' | 'takeOver'>;
  readonly settings: Pick<SettingsService, 'update'>;
  readonly currentWork: CurrentWork;
  /** Writes `server.ollamaApp`; nothing else does. */
  readonly appWatch: Pick<OllamaAppWatch, 'check'>;
}

/** A port that is free on every address, as the system assigns it. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error(serverFailureText('port.noneFree')));
      });
    });
  });
}

export function createServerControl(options: ServerControlOptions): ServerControl {
  const { store, supervisor, settings, currentWork, appWatch } = options;
  const guard = createInterruptionGuard<'stop' | 'restart'>({
    store,
    currentWork,
    onPending: (pending) =>
      store.update('server', (slice) => ({
        ...slice,
        pending: pending && { action: pending.change, since: pending.since },
      })),
    // The server's own state shows it.
    onFailure: () => undefined,
  });
  return {
    start: () => {
      guard.cancel();
      supervisor.setDesired('running');
    },
    stop: (when) => guard.run(when, { change: 'stop', apply: () => supervisor.setDesired('stopped') }),
    restart: (when) => guard.run(when, { change: 'restart', needsServer: true, apply: () => supervisor.restart() }),
    cancelPending: () => guard.cancel(),
    takeOver: (pid) => supervisor.takeOver(pid),
    async quitOllamaApp() {
      const app = store.get().server.ollamaApp;
      const reason = app && (await quitOllamaApp(app.pid));
      if (reason !== null) throw expectedError('TAKE_OVER_FAILED', { reason });
      await appWatch.check();
    },
    async useFreePort() {
      const port = await freePort();
      await settings.update({ port });
      await supervisor.restart();
      return { port };
    },
    close: guard.close,
  };
}
