import type { ExposureSlice } from '../../../contract/exposure.ts';
import type { Reach } from '../../../contract/reach.ts';

/** The three choices as the Network page calls them. */
export const reachName: Readonly<Record<Reach, string>> = {
  thisMac: 'This Mac only',
  localNetwork: 'Local network',
  tailscale: 'Tailscale only',
};

/** Who can get to the server now, or will once it runs. */
export function reachSentence(
  { wanted, applied }: Pick<ExposureSlice, 'wanted' | 'applied'>,
  requireKey: boolean,
): string {
  if (applied === null) {
    const key = requireKey ? ', with a key' : ', without a key';
    return `Nobody while it is not running. Then: ${reachName[wanted]}${wanted === 'thisMac' ? '' : key}`;
  }
  if (applied.open) return `${reachName[applied.reach]}, without a key`;
  return `${reachName[applied.reach]}${applied.keyed ? ', with a key' : ''}`;
}
