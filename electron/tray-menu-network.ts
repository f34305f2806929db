import { desktopText } from '../contract/derived/catalog/en/desktop.ts';
import { serverText } from '../contract/derived/catalog/en/server.ts';
import { networkAccess } from '../contract/derived/network-access.ts';
import type { Address, ExposureSlice } from '../contract/exposure.ts';
import type { Reach } from '../contract/reach.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { separator, showPage, type TrayEntry } from './tray-entry.ts';

const REACHES: readonly Reach[] = ['thisMac', 'localNetwork', 'tailscale'];

/** The Network submenu: who can connect to the server, whether with a key, and every address that responds now. */
export function networkMenu({ exposure, settings }: Pick<Snapshot, 'exposure' | 'settings'>): TrayEntry {
  const { applying, addresses, degradedReason } = exposure;
  return {
    label: desktopText('tray.network', { access: serverText(networkAccess(exposure, settings.requireKey)) }),
    ...(degradedReason === null ? {} : { sublabel: degradedReason }),
    submenu: [
      { type: 'header', label: desktopText(applying ? 'tray.networkChanging' : 'tray.networkAccess') },
      ...REACHES.map((reach) => choice(reach, exposure)),
      separator,
      requireKey(settings.requireKey, exposure),
      ...(addresses.length > 0 ? [separator, { type: 'header', label: desktopText('tray.copyAddress') } as const] : []),
      ...addresses.map(copyAddress),
      separator,
      { label: desktopText('tray.networkPage'), action: showPage('network') },
    ],
  };
}

function copyAddress({ url, label, needsKey }: Address): TrayEntry {
  return {
    label: url,
    toolTip: needsKey ? desktopText('tray.addressKeyRequired', { address: label }) : label,
    action: { do: 'copy', text: url },
  };
}

function requireKey(required: boolean, { applying, readOnlyReason }: ExposureSlice): TrayEntry {
  return {
    type: 'checkbox',
    label: desktopText('tray.requireKey'),
    checked: required,
    enabled: readOnlyReason === null && !applying,
    action: { do: 'setKeyRequired', required: !required },
  };
}

function choice(reach: Reach, exposure: ExposureSlice): TrayEntry {
  const { desired, effective, applying, readOnlyReason, tailscale } = exposure;
  const reason = readOnlyReason ?? (reach === 'tailscale' ? tailscale.unavailableReason : null);
  return {
    type: 'radio',
    label: desktopText(`tray.${reach}`),
    // The network access of a server that isn't ours is set elsewhere.
    checked: reach === (readOnlyReason === null ? desired : effective?.reach),
    enabled: reason === null && !applying,
    ...(reason === null ? {} : { sublabel: reason }),
    action: { do: 'setReach', reach },
  };
}
