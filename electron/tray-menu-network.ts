import type { ExposureSlice } from '../contract/exposure.ts';
import type { Reach } from '../contract/reach.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { separator, showPage, type TrayEntry } from './tray-entry.ts';

const reaches: readonly [Reach, string][] = [
  ['thisMac', 'This Mac Only'],
  ['localNetwork', 'Local Network'],
  ['tailscale', 'Tailscale Only'],
];

const short: Readonly<Record<Reach, string>> = {
  thisMac: 'This Mac only',
  localNetwork: 'Local network',
  tailscale: 'Tailscale only',
};

/** The Network submenu: who can reach the server and with what, and every address that answers now. */
export function networkMenu({ exposure, settings }: Pick<Snapshot, 'exposure' | 'settings'>): TrayEntry {
  const { desired, effective, applying, addresses, degradedReason } = exposure;
  return {
    label: `Network: ${short[effective?.reach ?? desired]}${keyWords(exposure)}`,
    ...(degradedReason === null ? {} : { sublabel: degradedReason }),
    submenu: [
      { type: 'header', label: applying ? 'Changing who can reach this server…' : 'Who can reach this server' },
      ...reaches.map(([reach, label]) => choice(reach, label, exposure)),
      separator,
      requireKey(settings.requireKey, exposure),
      ...(addresses.length > 0 ? [separator, { type: 'header', label: 'Copy address' } as const] : []),
      ...addresses.map(({ url, label, needsKey }) => ({
        label: url,
        toolTip: needsKey ? `${label}, needs a key` : label,
        action: { do: 'copy', text: url } as const,
      })),
      separator,
      { label: 'Network…', action: showPage('network') },
    ],
  };
}

function keyWords({ effective }: ExposureSlice): string {
  if (effective?.open) return ', without a key';
  return effective?.keyed ? ', with a key' : '';
}

function requireKey(required: boolean, { applying, readOnlyReason }: ExposureSlice): TrayEntry {
  return {
    type: 'checkbox',
    label: 'Require an API Key',
    checked: required,
    enabled: readOnlyReason === null && !applying,
    action: { do: 'setKeyRequired', required: !required },
  };
}

function choice(
  reach: Reach,
  label: string,
  { desired, effective, applying, readOnlyReason, tailscale }: ExposureSlice,
): TrayEntry {
  const reason = readOnlyReason ?? (reach === 'tailscale' ? tailscale.unavailableReason : null);
  return {
    type: 'radio',
    label,
    // Nobody's choice here decides the reach of a server that isn't ours.
    checked: reach === (readOnlyReason === null ? desired : effective?.reach),
    enabled: reason === null && !applying,
    ...(reason === null ? {} : { sublabel: reason }),
    action: { do: 'setReach', reach },
  };
}
