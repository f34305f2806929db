import { modelKey } from '../../../contract/derived/model-name.ts';
import { isObject, parsedJson } from '../body/json-value.ts';

interface Alias {
  readonly name: string;
  /** The model it stands for. */
  readonly model: string;
}

export interface ListRule {
  /** Holds the models. */
  readonly field: 'data' | 'models';
  readonly mayUse: (name: string) => boolean;
  /** Listed too, as models of that name, where their models are. */
  readonly aliases: readonly Alias[];
}

function nameOf(entry: unknown): string | null {
  const { id, model, name } = isObject(entry) ? entry : {};
  return [id, model, name].find((value): value is string => typeof value === 'string') ?? null;
}

/** Many clients use only what they find in the list. */
function aliasEntries(entries: readonly unknown[], aliases: readonly Alias[]): readonly object[] {
  const byName = new Map(entries.map((entry) => [modelKey(nameOf(entry) ?? ''), entry]));
  return aliases.flatMap(({ name, model }) => {
    const entry = byName.get(modelKey(model));
    return isObject(entry) && !byName.has(modelKey(name)) ? [{ ...entry, id: name }] : [];
  });
}

/** A list of models without those that `mayUse` denies, as JSON. null where the answer is no such list, which is then not shown at all. */
export function filterModelList(answer: Buffer, { field, mayUse, aliases }: ListRule): string | null {
  const value = parsedJson(answer.toString('utf8'));
  if (!isObject(value)) return null;
  // Ollama says null where there are none.
  const entries = value[field] ?? [];
  if (!Array.isArray(entries)) return null;
  const kept = entries.filter((entry: unknown) => {
    const name = nameOf(entry);
    return name !== null && mayUse(name);
  });
  return JSON.stringify({ ...value, [field]: [...kept, ...aliasEntries(kept, aliases)] });
}
