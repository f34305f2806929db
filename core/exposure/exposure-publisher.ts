import type { Address, FormerAddress, Tailscale, TailnetHttps as View } from '../../contract/exposure.ts';
import type { Reach } from '../../contract/reach.ts';
import type { SettingsService } from '../settings/settings-store.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { type ExposureFacts, exposureView } from './exposure-view.ts';
import { trackFormerAddresses } from './former-addresses.ts';
import type { NetworkFacts } from './network-facts.ts';
import type { TailnetHttps } from './tailnet-https.ts';

export interface PublisherOptions {
  readonly store: SnapshotStore;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly network: Pick<NetworkFacts, 'addresses'>;
  readonly https: Pick<TailnetHttps, 'view'>;
}

type Known = Pick<
  ExposureFacts,
  'launched' | 'listening' | 'problems' | 'external' | 'applying' | 'interfaces' | 'pending'
>;

function whyNoHttps(reach: Reach, { unavailableReason: unavailable, dnsName }: Tailscale): string | null {
  if (unavailable !== null) return unavailable;
  if (dnsName === null)
    return 'This Mac has no name in the tailnet: MagicDNS is off there, or Tailscale’s command does not tell.';
  return reach === 'thisMac' ? 'It takes part while “Local network” or “Tailscale only” is chosen.' : null;
}

/**
 * Writes the `exposure` slice. `isSettled` says that every listener that can be open is: only then is an address that isn't
 * there any more a gone one.
 */
export function createExposurePublisher({ store, settings, network, https }: PublisherOptions) {
  let choice = '';
  let before: readonly Address[] = [];
  let gone: readonly FormerAddress[] = [];

  return (known: Known, isSettled: boolean): void => {
    const { reach, requireKey, closedInterfaces, tailnetHttps } = settings.get();
    const { server } = store.get();
    const addresses = network.addresses();
    const state: View = https.view();
    const reason = state.state === 'off' ? whyNoHttps(reach, addresses.tailscale) : state.reason;
    const facts = { ...known, desired: reach, server, network: addresses, https: { ...state, reason } };
    // What was closed by choice isn't gone.
    const chosen = JSON.stringify([reach, requireKey, closedInterfaces, tailnetHttps, server.port]);
    if (chosen !== choice) {
      choice = chosen;
      before = [];
      gone = [];
    }
    if (isSettled) {
      const { addresses: now } = exposureView({ ...facts, gone });
      gone = trackFormerAddresses(gone, { before, now, at: Date.now() });
      before = now;
    }
    store.set('exposure', exposureView({ ...facts, gone }));
  };
}
