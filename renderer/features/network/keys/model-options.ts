import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import type { ModelsSlice } from '../../../../contract/models.ts';
import type { SelectOption } from '../../../components/Select.tsx';

/** The installed models, and first the current one where it isn't installed (as far as the models are known). */
export function modelOptions(
  { installed, known }: Pick<ModelsSlice, 'installed' | 'known'>,
  current: string | null,
): SelectOption[] {
  const options = installed.map(({ name }) => ({ value: name, label: name }));
  if (current === null || options.some(({ value }) => value === current)) return options;
  const label = known ? keysText('models.notInstalled', { model: current }) : current;
  return [{ value: current, label }, ...options];
}

/** Why there is no model to choose. */
export function emptyModelsText({ known }: Pick<ModelsSlice, 'known'>): string {
  return keysText(known ? 'models.noneInstalled' : 'models.unknown');
}
