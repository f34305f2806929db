import { networkInterfaces } from 'node:os';
import type { Tailscale } from '../../contract/exposure.ts';
import type { AddressFacts } from './advertised-addresses.ts';
import { type InterfaceLabels, readInterfaceLabels } from './interface-labels.ts';
import { type Interfaces, lanAddresses } from './interfaces.ts';
import { readLocalName } from './local-name.ts';
import { type CliStatus, readCliStatus, tailscaleFrom } from './tailscale-status.ts';

export interface NetworkFacts {
  /** Asks Tailscale's CLI and reads the names anew. */
  refresh(): Promise<void>;
  /** With the interfaces as they are at the call. */
  tailscale(): Tailscale;
  addresses(): AddressFacts;
}

export interface NetworkFactsOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly interfaces?: () => Interfaces;
}

/** What this machine's network looks like. Interfaces are read at each call, which is cheap; what needs a process is kept. */
export const createNetworkFacts = (options: NetworkFactsOptions): NetworkFacts => {
  const { env, platform, interfaces = networkInterfaces } = options;
  let cli: CliStatus = 'missing';
  let labels: InterfaceLabels | null = null;
  let localName: string | null = null;
  const tailscale = () => tailscaleFrom(cli, interfaces());
  return {
    async refresh() {
      [cli, labels, localName] = await Promise.all([
        readCliStatus(env),
        labels ?? readInterfaceLabels(platform),
        readLocalName(platform),
      ]);
    },
    tailscale,
    addresses: () => ({
      lan: lanAddresses(interfaces()),
      labels: labels ?? new Map(),
      localName,
      tailscale: tailscale(),
    }),
  };
};
