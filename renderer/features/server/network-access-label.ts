import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { Reach } from '../../../contract/reach.ts';

/** The three choices as the Network page calls them. */
export const reachName: Readonly<Record<Reach, string>> = {
  thisMac: 'This Mac only',
  localNetwork: 'Local network',
  tailscale: 'Tailscale only',
};

/** Who can get to the server now, or will once it runs. */
export function networkAccessLabel(
  { desired, effective }: Pick<ExposureSlice, 'desired' | 'effective'>,
  requireKey: boolean,
): string {
  if (effective === null) {
    const key = requireKey ? ', with a key' : ', without a key';
    return `Nobody while it is not running. Then: ${reachName[desired]}${desired === 'thisMac' ? '' : key}`;
  }
  if (effective.open) return `${reachName[effective.reach]}, without a key`;
  return `${reachName[effective.reach]}${effective.keyed ? ', with a key' : ''}`;
}
