import { Laptop, type LucideIcon, Waypoints, Wifi } from 'lucide-react';
import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { Reach } from '../../../contract/reach.ts';
import { reachName } from '../server/network-access-label.ts';

/** One of the three answers to who can reach the server. */
export interface ReachChoice {
  readonly reach: Reach;
  readonly name: string;
  readonly icon: LucideIcon;
  readonly words: string;
  /** Why it can't be chosen now; null when it can. */
  readonly blocked: string | null;
}

/** The choices as they stand now. One that is already wanted stays choosable, so that it shows as what it is. */
export function reachChoices(exposure: ExposureSlice, requireKey: boolean): readonly ReachChoice[] {
  const { desired, readOnlyReason, tailscale, applying } = exposure;
  const withKey = requireKey ? ' with a key' : '';
  const all = readOnlyReason ?? (applying ? 'A change is under way.' : null);
  const noTailscale = desired === 'tailscale' ? null : tailscale.unavailableReason;
  return [
    {
      reach: 'thisMac',
      name: reachName.thisMac,
      icon: Laptop,
      words: 'Nothing is open to other devices.',
      blocked: all,
    },
    {
      reach: 'localNetwork',
      name: reachName.localNetwork,
      icon: Wifi,
      words: `Devices in your network can use it${withKey}, and those in your tailnet if there is one.`,
      blocked: all,
    },
    {
      reach: 'tailscale',
      name: reachName.tailscale,
      icon: Waypoints,
      words: tailscale.unavailableReason ?? `Only devices in your tailnet can use it${withKey}.`,
      blocked: all ?? noTailscale,
    },
  ];
}
