import type { InstalledModel } from '../../../../contract/models.ts';
import type { SelectOption } from '../../../components/Select.tsx';

/** The installed models, and the one that is set where it isn't installed any more. */
export function aliasTargets(installed: readonly InstalledModel[], current: string | null): SelectOption[] {
  const options = installed.map(({ name }) => ({ value: name, label: name }));
  if (current === null || options.some(({ value }) => value === current)) return options;
  return [{ value: current, label: `${current} (not installed)` }, ...options];
}
