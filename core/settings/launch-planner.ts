import type { Settings } from '../../contract/settings.ts';
import type { BindDecision } from '../exposure/decide-bind.ts';
import type { LaunchPlan } from '../server/launch-plan.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { type LaunchedSettings, restartNeeded } from './restart-needed.ts';
import { serverPort } from './server-port.ts';
import type { SettingsService } from './settings-store.ts';

export interface LaunchPlannerOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly env: NodeJS.ProcessEnv;
  readonly nextBind: () => Promise<BindDecision>;
}

export interface LaunchPlanner {
  /** How the next run starts, from the settings as they are now. */
  plan(): Promise<LaunchPlan>;
  settingsChanged(settings: Settings): void;
}

/** Turns the settings into the next run's plan, and knows which of them the run of now was started without. */
export function createLaunchPlanner({ store, settings, env, nextBind }: LaunchPlannerOptions): LaunchPlanner {
  let launched: LaunchedSettings | null = null;

  const isOurs = (): boolean => 'runId' in store.get().server.actual;
  const compare = (): void => {
    store.set('restartNeeded', isOurs() ? restartNeeded(launched, settings.get(), env) : []);
  };
  store.subscribe((slice) => {
    if (slice === 'server') compare();
  });

  return {
    plan: async () => {
      const now = settings.get();
      const { host } = await nextBind();
      const { ollamaPath, port, modelsFolder } = now;
      launched = { ollamaPath, port, modelsFolder };
      compare();
      return {
        bind: { host, port: serverPort(now, env) },
        ollamaPath,
        variables: modelsFolder === null ? {} : { OLLAMA_MODELS: modelsFolder },
      };
    },
    settingsChanged: (value) => {
      store.set('settings', value);
      compare();
    },
  };
}
