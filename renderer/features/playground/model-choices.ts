import type { InstalledModel } from '../../../contract/models.ts';
import type { SelectOption } from '../../components/Select.tsx';
import { isSameModel } from './chat/failure-remedy.ts';

/** What a model has to be able to do. An old Ollama lists no capabilities; then nothing is ruled out. */
export type Ability = 'completion' | 'embedding';

export function modelsWith(ability: Ability, installed: readonly InstalledModel[]): readonly InstalledModel[] {
  return installed.filter(({ capabilities }) => capabilities.length === 0 || capabilities.includes(ability));
}

export interface ModelChoice {
  /** The model a request goes to; null while there is none at all. */
  readonly model: string | null;
  readonly options: readonly SelectOption[];
}

/** The pop-up's lines: a remembered model that is gone stays chosen and says so; with none remembered, the first. */
export function chooseModel(remembered: string, models: readonly InstalledModel[], known: boolean): ModelChoice {
  const options = models.map(({ name }) => ({ value: name, label: name }));
  if (remembered === '') return { model: models[0]?.name ?? null, options };
  const found = models.find(({ name }) => isSameModel(name, remembered));
  if (found) return { model: found.name, options };
  const label = known ? `${remembered} (not installed)` : remembered;
  return { model: remembered, options: [{ value: remembered, label }, ...options] };
}
