import { networkInterfaces } from 'node:os';
import type { Tailscale } from '../../contract/exposure.ts';
import { createUnstableAddresses, type UnstableAddresses } from '../os/unstable-addresses.ts';
import type { AddressFacts } from './advertised-addresses.ts';
import { type InterfaceLabels, readInterfaceLabels } from './interface-labels.ts';
import { type Interfaces, type LanAddress, lanAddresses } from './interfaces.ts';
import { readLocalName } from './local-name.ts';
import { type CliStatus, readCliStatus, statusAfter, tailscaleFrom } from './tailscale-status.ts';

export interface NetworkFacts {
  /** Runs Tailscale's CLI and reads the names again. */
  refresh(): Promise<void>;
  /** With the interfaces at the time of the call. */
  tailscale(): Tailscale;
  addresses(): AddressFacts;
}

export interface NetworkFactsOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly interfaces?: () => Interfaces;
  readonly readLabels?: (platform: NodeJS.Platform) => Promise<InterfaceLabels>;
  readonly unstable?: UnstableAddresses;
}

/** This Mac's network. Interfaces are read with each call, which is cheap; what takes a process is cached until `refresh`. */
export function createNetworkFacts(options: NetworkFactsOptions): NetworkFacts {
  const { env, platform, interfaces = networkInterfaces, readLabels = readInterfaceLabels } = options;
  const { unstable = createUnstableAddresses(platform) } = options;
  let cli: CliStatus = 'missing';
  let labels: InterfaceLabels = new Map();
  let labeledDevices = '';
  let localName: string | null = null;
  const tailscale = () => tailscaleFrom(cli, interfaces());
  const lan = (): LanAddress[] => {
    const now = interfaces();
    const present = Object.values(now).flatMap((infos) => (infos ?? []).map(({ address }) => address));
    return lanAddresses(now, unstable.among(present));
  };

  /** Names stay with their devices, so they are read again only when the devices have changed or none could be read. */
  const readCurrentLabels = async (): Promise<InterfaceLabels> => {
    const devices = lanAddresses(interfaces()).map(({ device }) => device);
    const current = [...new Set(devices)].join(' ');
    if (current === labeledDevices && labels.size > 0) return labels;
    labeledDevices = current;
    return readLabels(platform);
  };

  return {
    async refresh() {
      const [reported, ...names] = await Promise.all([
        readCliStatus(env),
        readCurrentLabels(),
        readLocalName(platform),
        unstable.refresh(),
      ]);
      cli = statusAfter(cli, reported, interfaces());
      [labels, localName] = names;
    },
    tailscale,
    addresses: () => ({ lan: lan(), labels, localName, tailscale: tailscale() }),
  };
}
