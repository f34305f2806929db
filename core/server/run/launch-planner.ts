import { serverVariableText } from '../../../contract/derived/catalog/en/server-variables.ts';
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
  /** How the next run is launched, from the current settings. */
  plan(): Promise<LaunchPlan>;
  /** Reverts the settings that wait for a restart to what the running server was launched with. */
  undoChanges(): Promise<void>;
  /** Every variable that the server gets or would understand. */
  effective(): Promise<EffectiveVariable[]>;
}

/** Where the next run would listen, as long as that isn't decided. */
const HOST_FOR: Readonly<Record<Settings['reach'], string>> = {
  thisMac: '127.0.0.1',
  localNetwork: '0.0.0.0',
  tailscale: serverVariableText('host.tailscale'),
};

/** Turns the settings into the next run's plan, and knows which of them the current run was launched without. */
export function createLaunchPlanner({ store, settings, env, nextBind }: LaunchPlannerOptions): LaunchPlanner {
  let launched: { readonly settings: Settings; readonly plan: LaunchPlan } | null = null;

  const isOurs = (): boolean => 'runId' in store.get().server.actual;
  const changedFields = (): string[] =>
    isOurs() && launched ? restartNeeded(launched.settings, settings.get(), env) : [];
  const publish = () => store.set('restartNeeded', changedFields());
  store.subscribe((slice) => {
    if (slice === 'server' || slice === 'settings') publish();
  });
  // When it starts, Ollama removes unfinished downloads older than an hour, unless this variable is set. It is set only when
  // needed, because then Ollama also keeps what no model uses anymore.
  const variablesFor = (current: Settings): Record<string, string> => ({
    ...(store.get().pulls.length > 0 ? { OLLAMA_NOPRUNE: '1' } : {}),
    ...serverVariables(current),
  });

  return {
    async plan() {
      const current = settings.get();
      const { ollamaHost } = await nextBind();
      const plan = {
        bind: { host: ollamaHost, port: serverPort(current, env) },
        ollamaPath: current.ollamaPath,
        variables: variablesFor(current),
      };
      launched = { settings: current, plan };
      publish();
      return plan;
    },
    async undoChanges() {
      const fields = changedFields();
      if (launched === null) return;
      const before = Object.entries(launched.settings).filter(([field]) => fields.includes(field));
      settings.revert(Object.fromEntries(before));
    },
    async effective() {
      const current = settings.get();
      const running = isOurs() ? launched?.plan : undefined;
      const host = current.requireKey ? HOST_FOR.thisMac : HOST_FOR[current.reach];
      const bind = { host: running?.bind.host ?? host, port: serverPort(current, env) };
      const variables = variablesFor(current);
      const next = childEnvironment(env, variables, bind);
      const ours = new Set([...Object.keys(variables), 'OLLAMA_HOST']);
      const inherited = Object.keys(next).filter((name) => !ours.has(name));
      return effectiveVariables({
        next,
        ours,
        inherited: env,
        launched: running ? childEnvironment(env, running.variables, running.bind) : null,
        launchd: await launchdValues(inherited),
        publicPort: serverPort(current, env),
      });
    },
  };
}
