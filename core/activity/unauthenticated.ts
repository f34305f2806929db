import type { ActivityEntry } from '../../contract/activity.ts';
import { PLAYGROUND, THIS_MAC } from './client-label.ts';

/** Whether a request came from another machine without a valid key; Corral's listeners refuse all of these. */
export function isUnauthenticated({ key, direct, client }: Pick<ActivityEntry, 'key' | 'direct' | 'client'>): boolean {
  return key === null && !direct && client !== PLAYGROUND && client !== THIS_MAC;
}
