import { Laptop, type LucideIcon, Waypoints, Wifi } from 'lucide-react';
import { networkText } from '../../../contract/derived/catalog/en/network.ts';
import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { Reach } from '../../../contract/reach.ts';

/** One of the three choices of network access. */
export interface ReachChoice {
  readonly reach: Reach;
  readonly name: string;
  readonly icon: LucideIcon;
  readonly description: string;
  /** Why it can't be chosen now; null when it can. */
  readonly blockedReason: string | null;
}

/** The three choices. The current one is never blocked by Tailscale's state, so that the page shows it as selected. */
export function reachChoices(exposure: ExposureSlice, requireKey: boolean): readonly ReachChoice[] {
  const { desired, readOnlyReason, tailscale, applying } = exposure;
  const keyed = requireKey ? 'yes' : 'no';
  const blockedReason = readOnlyReason ?? (applying ? networkText('access.inProgress') : null);
  return [
    {
      reach: 'thisMac',
      name: serverText('access.thisMac'),
      icon: Laptop,
      description: networkText('choice.thisMac'),
      blockedReason,
    },
    {
      reach: 'localNetwork',
      name: serverText('access.localNetwork'),
      icon: Wifi,
      description: networkText('choice.localNetwork', { keyed }),
      blockedReason,
    },
    {
      reach: 'tailscale',
      name: serverText('access.tailscale'),
      icon: Waypoints,
      description: tailscale.unavailableReason ?? networkText('choice.tailscale', { keyed }),
      blockedReason: blockedReason ?? (desired === 'tailscale' ? null : tailscale.unavailableReason),
    },
  ];
}
