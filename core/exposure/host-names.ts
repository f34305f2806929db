import { hostname } from 'node:os';
import { createListeners } from '../async/listeners.ts';
import type { SettingsService } from '../settings/settings-store.ts';
import type { AddressFacts } from './advertised-addresses.ts';
import type { NetworkFacts } from './network-facts.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

function withShort(name: string): string[] {
  return [name, name.split('.', 1)[0] ?? name];
}

/** Every name and address by which a client may mean this Mac; a web page's host name that was rebound to it isn't one. */
function allowedHostNames(
  { lan, localName, tailscale }: Pick<AddressFacts, 'lan' | 'localName' | 'tailscale'>,
  extras: readonly string[],
): string[] {
  return [
    ...LOOPBACK,
    ...withShort(hostname().toLowerCase()),
    ...(localName === null ? [] : [localName]),
    ...(tailscale.dnsName === null ? [] : withShort(tailscale.dnsName.toLowerCase())),
    ...lan.map(({ address }) => address),
    ...tailscale.addresses,
    ...extras,
  ];
}

/** The host names that a request may carry, for the gateway's check. They are kept, because every request is compared with them. */
export interface HostNames {
  /** Own names and addresses and the person's extras, without port; empty before the first `refresh`. */
  current(): readonly string[];
  /** Reads them again. */
  refresh(): void;
  /** Calls `listener` after a refresh that changed them; the returned function ends it. */
  onChange(listener: () => void): () => void;
}

export function createHostNames(
  network: Pick<NetworkFacts, 'addresses'>,
  settings: Pick<SettingsService, 'get'>,
): HostNames {
  const changes = createListeners<void>();
  let names: readonly string[] = [];
  return {
    current: () => names,
    refresh() {
      const before = names;
      names = allowedHostNames(network.addresses(), settings.get().allowedHosts);
      if (names.join() !== before.join()) changes.notify();
    },
    onChange: changes.add,
  };
}
