import type { ActivityEntry } from '../../contract/activity.ts';
import { playground, thisMac } from './client-label.ts';

/** Whether somebody else asked without a valid key: past Corral's own listeners nobody gets from another machine without one. */
export function isUnauthenticated({ key, direct, caller }: Pick<ActivityEntry, 'key' | 'direct' | 'caller'>): boolean {
  return key === null && !direct && caller !== playground && caller !== thisMac;
}
