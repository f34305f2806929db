import { isOwnServerUp } from '../contract/derived/server-state.ts';
import type { ServerSlice } from '../contract/server.ts';
import type { SliceName } from '../contract/snapshot.ts';
import { goValue } from './environment/go-value.ts';
import { homeFolder } from './environment/home-folder.ts';
import { inheritedValue } from './environment/inherited-value.ts';
import type { HostNames } from './exposure/host-names.ts';
import type { GatewayPolicy, ServerReadiness } from './gateway/policy/gateway-policy.ts';
import { createPolicyHolder, type PolicySource } from './gateway/policy/policy-source.ts';
import type { KeyPolicy } from './key-policy.ts';
import type { ModelLists } from './models/model-lists.ts';
import type { Endpoint } from './ollama/endpoint.ts';
import type { SettingsService } from './settings/settings-store.ts';
import type { SnapshotStore } from './snapshot/snapshot-store.ts';

export interface GatewayPolicyOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly env: NodeJS.ProcessEnv;
  readonly endpoint: () => Endpoint | null;
  readonly hostNames: Pick<HostNames, 'current' | 'onChange'>;
  readonly keys: KeyPolicy;
  readonly lists: Pick<ModelLists, 'installedAsOf' | 'readInstalled'>;
}

/** Whether requests are sent, wait or are rejected, in the server's state. */
export function serverReadiness(
  { desired, actual }: Pick<ServerSlice, 'desired' | 'actual'>,
  endpoint: Endpoint | null,
): ServerReadiness {
  if (endpoint !== null) return { state: 'up', endpoint };
  const isComing = ['starting', 'restarting', 'stopping'].includes(actual.state) || isOwnServerUp(actual.state);
  return { state: desired === 'running' && isComing ? 'coming' : 'down' };
}

/** The parts of the policy that differ from what they were; what is equal keeps its identity. */
export function changedParts(next: GatewayPolicy, before: GatewayPolicy): Partial<GatewayPolicy> {
  const isSame = (part: keyof GatewayPolicy): boolean =>
    next[part] === before[part] || JSON.stringify(next[part]) === JSON.stringify(before[part]);
  const names = Object.keys(next) as (keyof GatewayPolicy)[];
  return Object.fromEntries(names.filter((part) => !isSame(part)).map((part) => [part, next[part]]));
}

const SLICES: readonly SliceName[] = ['app', 'server', 'settings', 'models'];

export interface GatewayPolicySource extends PolicySource {
  /** Resolves once the policy's list of models is as new as this call, or can't be. */
  readModels(): Promise<void>;
}

/** The gateway's policy, from the application's state. */
export function createGatewayPolicySource(options: GatewayPolicyOptions): GatewayPolicySource {
  const { store, settings, env, endpoint, hostNames, keys, lists } = options;
  const home = homeFolder(env);
  const serverOrigins = (): readonly string[] => {
    const { allowedOrigins } = settings.get();
    if (allowedOrigins.length > 0) return allowedOrigins;
    const inherited = inheritedValue('OLLAMA_ORIGINS', env.OLLAMA_ORIGINS ?? '', home);
    return goValue(inherited ?? '')
      .split(',')
      .filter((origin) => origin !== '');
  };
  const read = (): GatewayPolicy => {
    const { app, server, models } = store.get();
    const { actual } = server;
    const installed = models.installed.map(({ name, digest, remoteHost }) => ({ name, digest, remoteHost }));
    return {
      server: serverReadiness(server, endpoint()),
      keys: [...keys.keys.issued(), ...keys.temporaryKeys.issued()],
      aliases: keys.aliases.list(),
      hosts: hostNames.current(),
      origins: settings.get().allowedOrigins,
      serverOrigins: serverOrigins(),
      models: { installed, asOf: lists.installedAsOf() },
      versions: { corral: app.version, server: 'version' in actual ? actual.version : null },
      waitMs: settings.get().requestWaitSeconds * 1000,
    };
  };
  const holder = createPolicyHolder(read());
  const refresh = (): void => {
    const changed = changedParts(read(), holder.current());
    if (Object.keys(changed).length > 0) holder.update(changed);
  };
  store.subscribe((slice) => {
    if (SLICES.includes(slice)) refresh();
  });
  hostNames.onChange(refresh);
  keys.keys.onIssued(refresh);
  keys.aliases.onChange(refresh);
  keys.temporaryKeys.onIssued(refresh);
  return {
    current: holder.current,
    onChange: holder.onChange,
    async readModels() {
      await lists.readInstalled();
      refresh();
    },
  };
}
