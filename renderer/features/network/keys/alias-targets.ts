import type { ModelsSlice } from '../../../../contract/models.ts';
import type { SelectOption } from '../../../components/Select.tsx';

/** The installed models, and the one that is set where it isn't installed any more, as far as that is known. */
export function aliasTargets(
  { installed, known }: Pick<ModelsSlice, 'installed' | 'known'>,
  current: string | null,
): SelectOption[] {
  const options = installed.map(({ name }) => ({ value: name, label: name }));
  if (current === null || options.some(({ value }) => value === current)) return options;
  return [{ value: current, label: known ? `${current} (not installed)` : current }, ...options];
}
