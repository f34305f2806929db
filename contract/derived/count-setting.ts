import { settingProblemText } from './catalog/en/setting-problems.ts';
import { COUNT_SETTING_LIMITS } from './limits.ts';

/** A setting that is a whole number. */
export type CountSetting = keyof typeof COUNT_SETTING_LIMITS;

export function isCountSetting(field: string): field is CountSetting {
  return Object.hasOwn(COUNT_SETTING_LIMITS, field);
}

/** What to enter instead of a value that isn't a count of that setting, whatever it is. */
export function countReason(field: CountSetting): string {
  return settingProblemText(reasonFor(field), COUNT_SETTING_LIMITS[field]);
}

function reasonFor(field: CountSetting) {
  if (field === 'contextLength') return 'count.contextLength';
  return field === 'requestWaitSeconds' ? 'count.requestWait' : 'count.range';
}

/** Why the setting can't have the value; null when it can. */
export function countProblem(field: CountSetting, value: number): string | null {
  const { min, max } = COUNT_SETTING_LIMITS[field];
  return Number.isInteger(value) && value >= min && value <= max ? null : countReason(field);
}
