import { exposureText } from '../../contract/derived/catalog/en/exposure.ts';
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

export type PublishExposure = (known: Known, isSettled: boolean) => void;

/** Why HTTPS can't be turned on; null when it can. */
function httpsUnavailableReason(reach: Reach, { unavailableReason: unavailable, dnsName }: Tailscale): string | null {
  if (unavailable !== null) return unavailable;
  if (dnsName === null) return exposureText('https.noName');
  return reach === 'thisMac' ? exposureText('https.notSelected') : null;
}

/**
 * Gives the function that publishes the `exposure` slice. With `isSettled`, every listener that can be open is: only then does an
 * address that disappears become a former one.
 */
export function createExposurePublisher({ store, settings, network, https }: PublisherOptions): PublishExposure {
  let publishedChoice = '';
  let before: readonly Address[] = [];
  let former: readonly FormerAddress[] = [];

  return (known, isSettled) => {
    const { reach, requireKey, closedInterfaces, tailnetHttps } = settings.get();
    const { server } = store.get();
    const addresses = network.addresses();
    const state: View = https.view();
    const reason = state.state === 'off' ? httpsUnavailableReason(reach, addresses.tailscale) : state.reason;
    const facts = { ...known, desired: reach, server, network: addresses, https: { ...state, reason } };
    // An address that a person has closed isn't a former one.
    const choice = JSON.stringify([reach, requireKey, closedInterfaces, tailnetHttps, server.port]);
    if (choice !== publishedChoice) {
      publishedChoice = choice;
      before = [];
      former = [];
    }
    if (isSettled) {
      const { addresses: now } = exposureView({ ...facts, formerAddresses: former });
      former = trackFormerAddresses(former, { before, now, at: Date.now() });
      before = now;
    }
    store.set('exposure', exposureView({ ...facts, formerAddresses: former }));
  };
}
