import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { isSameModel } from '../../../../contract/derived/model-name.ts';
import type { InstalledModel } from '../../../../contract/models.ts';
import type { SelectOption } from '../../../components/Select.tsx';

/** A capability that a kind of request needs. */
export type RequiredCapability = 'completion' | 'embedding';

/** The models with a capability. Older versions of Ollama list no capabilities; their models are all included. */
export function modelsWith(
  capability: RequiredCapability,
  installed: readonly InstalledModel[],
): readonly InstalledModel[] {
  return installed.filter(({ capabilities }) => capabilities.length === 0 || capabilities.includes(capability));
}

export interface ModelChoice {
  /** The model that requests are sent to; null without any model. */
  readonly model: string | null;
  readonly options: readonly SelectOption[];
}

/**
 * The options of the model picker. A remembered model that is no longer installed stays selected, marked as not installed;
 * without a remembered model the first one is selected.
 */
export function chooseModel(remembered: string, models: readonly InstalledModel[], known: boolean): ModelChoice {
  const options = models.map(({ name }) => ({ value: name, label: name }));
  if (remembered === '') return { model: models[0]?.name ?? null, options };
  const found = models.find(({ name }) => isSameModel(name, remembered));
  if (found) return { model: found.name, options };
  const label = known ? playgroundText('model.notInstalled', { model: remembered }) : remembered;
  return { model: remembered, options: [{ value: remembered, label }, ...options] };
}
