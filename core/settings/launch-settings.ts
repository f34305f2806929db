import type { LaunchPlan } from '../server/launch-plan.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { type LaunchedSettings, restartNeeded } from './restart-needed.ts';
import { serverPort } from './server-port.ts';
import type { SettingsService } from './settings-store.ts';

export interface LaunchSettings {
  /** How the next run is started; from then on the settings are compared with these. */
  plan(host: string): LaunchPlan;
  close(): void;
}

export interface LaunchSettingsOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly env: NodeJS.ProcessEnv;
}

/** Turns the settings into what the server is started with, and keeps the `restartNeeded` slice. */
export const createLaunchSettings = ({ store, settings, env }: LaunchSettingsOptions): LaunchSettings => {
  let launched: LaunchedSettings | null = null;
  const compare = () => {
    const { state } = store.get().server.actual;
    const runs = state === 'starting' || state === 'running' || state === 'unresponsive';
    store.set('restartNeeded', restartNeeded(runs ? launched : null, settings.get(), env));
  };
  const close = store.subscribe((slice) => {
    if (slice === 'server' || slice === 'settings') compare();
  });
  return {
    plan(host) {
      const { ollamaPath, port, modelsFolder } = settings.get();
      launched = { ollamaPath, port, modelsFolder };
      return {
        bind: { host, port: serverPort(launched, env) },
        ollamaPath,
        variables: modelsFolder === null ? {} : { OLLAMA_MODELS: modelsFolder },
      };
    },
    close,
  };
};
