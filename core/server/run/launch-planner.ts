import { serverVariableText } from '../../../contract/derived/catalog/en/server-variables.ts';
import type { EffectiveVariable, Settings } from '../../../contract/settings.ts';
import type { BindDecision } from '../../exposure/decide-bind.ts';
import { childEnvironment, ollamaHost } from '../../ollama/child-environment.ts';
import { launchdValues } from '../../os/launchd-environment.ts';
import { effectiveVariables } from '../../settings/effective-variables.ts';
import { restartNeeded } from '../../settings/restart-needed.ts';
import { serverPort } from '../../settings/server-port.ts';
import { serverVariables } from '../../settings/server-variables.ts';
import type { SettingsService } from '../../settings/settings-store.ts';
import type { SnapshotStore } from '../../snapshot/snapshot-store.ts';
import { createInnerPorts } from '../port/inner-ports.ts';
import { isBehindCorral, type LaunchPlan } from './launch-plan.ts';

export interface LaunchPlannerOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get' | 'revert'>;
  readonly env: NodeJS.ProcessEnv;
  readonly nextBind: () => Promise<Pick<BindDecision, 'placement' | 'host'>>;
  /** Of a server that an earlier host may have left on a port of its own; null where there is none. */
  readonly recordedPort: () => number | null;
}

export interface LaunchPlanner {
  /** How the next run is launched, from the current settings. */
  plan(): Promise<LaunchPlan>;
  /** The server's own port turned out to be in use: the next plan has another one. */
  refuseInnerPort(port: number): void;
  /** Reverts the settings that wait for a restart to what the running server was launched with. */
  undoChanges(): Promise<void>;
  /** Every variable that the server gets or would understand. */
  effective(): Promise<EffectiveVariable[]>;
}

/** Where the next run would listen without a key, as long as that isn't decided. */
const KEYLESS_HOSTS: Readonly<Record<Exclude<Settings['reach'], 'thisMac'>, string>> = {
  localNetwork: '0.0.0.0',
  tailscale: serverVariableText('host.tailscale'),
};

/** `OLLAMA_HOST` of a run whose place isn't decided yet, in words where only the launch decides. */
function likelyHost(settings: Settings, port: number): string {
  const { reach, requireKey } = settings;
  if (reach !== 'thisMac' && !requireKey) return ollamaHost({ host: KEYLESS_HOSTS[reach], port });
  return isLikelyBehindCorral(settings) ? serverVariableText('host.inner') : ollamaHost({ host: '127.0.0.1', port });
}

function isLikelyBehindCorral({ reach, requireKey, localApps }: Settings): boolean {
  return (reach === 'thisMac' || requireKey) && localApps === 'corral';
}

/** `OLLAMA_HOST` after a restart, which keeps the server in its place; only the port that clients use may be another one. */
function nextHost(plan: LaunchPlan, publicPort: number): string {
  return ollamaHost(isBehindCorral(plan) ? plan.bind : { ...plan.bind, port: publicPort });
}

/** Turns the settings into the next run's plan, and knows which of them the current run was launched without. */
export function createLaunchPlanner(options: LaunchPlannerOptions): LaunchPlanner {
  const { store, settings, env, nextBind } = options;
  const innerPorts = createInnerPorts({ recorded: options.recordedPort });
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
      const { placement, host } = await nextBind();
      const publicPort = serverPort(current, env);
      const port = placement === 'inner' ? await innerPorts.next(publicPort) : publicPort;
      const plan = {
        bind: { host, port },
        publicPort,
        ollamaPath: current.ollamaPath,
        variables: variablesFor(current),
      };
      launched = { settings: current, plan };
      publish();
      return plan;
    },
    refuseInnerPort: innerPorts.refuse,
    async undoChanges() {
      const fields = changedFields();
      if (launched === null) return;
      const before = Object.entries(launched.settings).filter(([field]) => fields.includes(field));
      settings.revert(Object.fromEntries(before));
    },
    async effective() {
      const current = settings.get();
      const running = isOurs() ? launched?.plan : undefined;
      const publicPort = serverPort(current, env);
      const variables = variablesFor(current);
      const next = {
        ...childEnvironment(env, variables, { host: '', port: 0 }),
        OLLAMA_HOST: running ? nextHost(running, publicPort) : likelyHost(current, publicPort),
      };
      const ours = new Set([...Object.keys(variables), 'OLLAMA_HOST']);
      const inherited = Object.keys(next).filter((name) => !ours.has(name));
      return effectiveVariables({
        next,
        ours,
        inherited: env,
        launched: running ? childEnvironment(env, running.variables, running.bind) : null,
        launchd: await launchdValues(inherited),
        publicPort,
      });
    },
  };
}
