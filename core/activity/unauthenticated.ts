import type { ActivityEntry } from '../../contract/activity.ts';
import { playground, thisMac } from './client-label.ts';

/** Whether somebody else asked without a valid key: past Corral's own listeners nobody gets from another machine without one. */
export function isUnauthenticated({ key, direct, client }: Pick<ActivityEntry, 'key' | 'direct' | 'client'>): boolean {
  return key === null && !direct && client !== playground && client !== thisMac;
}
