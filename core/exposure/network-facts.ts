import { networkInterfaces } from 'node:os';
import type { Tailscale } from '../../contract/exposure.ts';
import type { AddressFacts } from './advertised-addresses.ts';
import { type InterfaceLabels, readInterfaceLabels } from './interface-labels.ts';
import { type Interfaces, lanAddresses } from './interfaces.ts';
import { readLocalName } from './local-name.ts';
import { type CliStatus, readCliStatus, statusAfter, tailscaleFrom } from './tailscale-status.ts';

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
  readonly readLabels?: (platform: NodeJS.Platform) => Promise<InterfaceLabels>;
}

/** What this machine's network looks like. Interfaces are read at each call, which is cheap; what needs a process is kept. */
export function createNetworkFacts(options: NetworkFactsOptions): NetworkFacts {
  const { env, platform, interfaces = networkInterfaces, readLabels = readInterfaceLabels } = options;
  let cli: CliStatus = 'missing';
  let labels: InterfaceLabels = new Map();
  let labelled = '';
  let localName: string | null = null;
  const tailscale = () => tailscaleFrom(cli, interfaces());

  /** Names stay with their devices, so they are read anew only where another device has come, or none could be read. */
  const labelsNow = async (): Promise<InterfaceLabels> => {
    const devices = lanAddresses(interfaces()).map(({ device }) => device);
    const now = [...new Set(devices)].join(' ');
    if (now === labelled && labels.size > 0) return labels;
    labelled = now;
    return readLabels(platform);
  };
  return {
    async refresh() {
      const [said, ...names] = await Promise.all([readCliStatus(env), labelsNow(), readLocalName(platform)]);
      cli = statusAfter(cli, said, interfaces());
      [labels, localName] = names;
    },
    tailscale,
    addresses: () => ({ lan: lanAddresses(interfaces()), labels, localName, tailscale: tailscale() }),
  };
}
