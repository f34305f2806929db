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
  const { wanted, applied, applying, addresses, shortfall } = exposure;
  return {
    label: `Network: ${short[applied?.reach ?? wanted]}${keyWords(exposure)}`,
    ...(shortfall === null ? {} : { sublabel: shortfall }),
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

function keyWords({ applied }: ExposureSlice): string {
  if (applied?.open) return ', without a key';
  return applied?.keyed ? ', with a key' : '';
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
  { wanted, applied, applying, readOnlyReason, tailscale }: ExposureSlice,
): TrayEntry {
  const reason = readOnlyReason ?? (reach === 'tailscale' ? tailscale.unavailable : null);
  return {
    type: 'radio',
    label,
    // Nobody's choice here decides the reach of a server that isn't ours.
    checked: reach === (readOnlyReason === null ? wanted : applied?.reach),
    enabled: reason === null && !applying,
    ...(reason === null ? {} : { sublabel: reason }),
    action: { do: 'setReach', reach },
  };
}
