import type { EffectiveVariable, Settings } from '../../../contract/settings.ts';
import type { BindDecision } from '../../exposure/decide-bind.ts';
import { childEnvironment } from '../../ollama/child-environment.ts';
import { launchdValues } from '../../os/launchd-environment.ts';
import { effectiveVariables } from '../../settings/effective-variables.ts';
import { restartNeeded } from '../../settings/restart-needed.ts';
import { serverPort } from '../../settings/server-port.ts';
import { serverVariables } from '../../settings/server-variables.ts';
import type { SettingsService } from '../../settings/settings-store.ts';
import type { SnapshotStore } from '../../snapshot/snapshot-store.ts';
import type { LaunchPlan } from './launch-plan.ts';

export interface LaunchPlannerOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get' | 'revert'>;
  readonly env: NodeJS.ProcessEnv;
  readonly nextBind: () => Promise<BindDecision>;
}

export interface LaunchPlanner {
  /** How the next run starts, from the settings as they are now. */
  plan(): Promise<LaunchPlan>;
  /** Puts the settings that wait for a restart back to what the running server was started with. */
  undoChanges(): Promise<void>;
  /** Every variable the server gets or would understand. */
  effective(): Promise<EffectiveVariable[]>;
}

/** Where the next run would listen, before it is decided. */
const hostFor: Readonly<Record<Settings['reach'], string>> = {
  thisMac: '127.0.0.1',
  localNetwork: '0.0.0.0',
  tailscale: 'Tailscale’s address',
};

/** Turns the settings into the next run's plan, and knows which of them the run of now was started without. */
export function createLaunchPlanner(options: LaunchPlannerOptions): LaunchPlanner {
  const { store, settings, env, nextBind } = options;
  let launched: { readonly settings: Settings; readonly plan: LaunchPlan } | null = null;

  const isOurs = (): boolean => 'runId' in store.get().server.actual;
  const waiting = (): string[] => (isOurs() && launched ? restartNeeded(launched.settings, settings.get(), env) : []);
  const compare = () => store.set('restartNeeded', waiting());
  store.subscribe((slice) => {
    if (slice === 'server' || slice === 'settings') compare();
  });
  // Ollama removes unfinished downloads that are older than an hour when it starts, unless it is told not to. It is told only
  // then, because it would keep what no model uses any more as well.
  const variablesFor = (now: Settings): Record<string, string> => ({
    ...(store.get().pulls.length > 0 ? { OLLAMA_NOPRUNE: '1' } : {}),
    ...serverVariables(now),
  });

  return {
    async plan() {
      const now = settings.get();
      const { ollamaHost } = await nextBind();
      const plan = {
        bind: { host: ollamaHost, port: serverPort(now, env) },
        ollamaPath: now.ollamaPath,
        variables: variablesFor(now),
      };
      launched = { settings: now, plan };
      compare();
      return plan;
    },
    async undoChanges() {
      const fields = waiting();
      if (launched === null) return;
      const before = Object.entries(launched.settings).filter(([field]) => fields.includes(field));
      settings.revert(Object.fromEntries(before));
    },
    async effective() {
      const now = settings.get();
      const running = isOurs() ? launched?.plan : undefined;
      const host = now.requireKey ? hostFor.thisMac : hostFor[now.reach];
      const bind = { host: running?.bind.host ?? host, port: serverPort(now, env) };
      const variables = variablesFor(now);
      const next = childEnvironment(env, variables, bind);
      const ours = new Set([...Object.keys(variables), 'OLLAMA_HOST']);
      const inherited = Object.keys(next).filter((name) => !ours.has(name));
      return effectiveVariables({
        next,
        ours,
        launched: running ? childEnvironment(env, running.variables, running.bind) : null,
        launchd: await launchdValues(inherited),
      });
    },
  };
}
