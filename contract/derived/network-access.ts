import type { ExposureSlice } from '../exposure.ts';
import type { Reach } from '../reach.ts';
import type { ServerOwner } from '../server.ts';
import { serverText } from './catalog/en/server.ts';
import type { ServerMessage } from './server-text.ts';

/** One of the three choices, as the Network page names it. */
function reachName(reach: Reach): ServerMessage {
  return { key: `access.${reach}` };
}

/** Who can connect to the server now and whether they need a key, or will once it runs. */
export function networkAccess(
  { desired, effective, keptOpen }: Pick<ExposureSlice, 'desired' | 'effective' | 'keptOpen'>,
  requireKey: boolean,
): ServerMessage {
  if (effective !== null) return reachWithKey(effective.reach, effective);
  if (keptOpen) {
    const access = reachWithKey(keptOpen, { open: false, keyed: true });
    return { key: 'access.notRunning', values: { access: serverText(access) } };
  }
  const others = desired !== 'thisMac';
  const access = reachWithKey(desired, { open: others && !requireKey, keyed: others && requireKey });
  return { key: 'access.whenRunning', values: { access: serverText(access) } };
}

function reachWithKey(
  reach: Reach,
  { open, keyed }: Pick<NonNullable<ExposureSlice['effective']>, 'open' | 'keyed'>,
): ServerMessage {
  const name = reachName(reach);
  if (open) return { key: 'access.open', values: { reach: serverText(name) } };
  return keyed ? { key: 'access.keyRequired', values: { reach: serverText(name) } } : name;
}

/** How a person changes the network access of a server that isn't ours. */
export function externalAccessInstructions(owner: ServerOwner): ServerMessage {
  return { key: owner === 'ollamaApp' ? 'access.changeOllamaApp' : 'access.changeElsewhere' };
}
