import { modelKey } from '../../../contract/derived/model-name.ts';
import { isObject, parsedJson } from '../body/json-value.ts';

interface Alias {
  readonly name: string;
  /** The model it points to. */
  readonly model: string;
}

export interface ListRules {
  /** The field that lists the models. */
  readonly field: 'data' | 'models';
  readonly isListed: (name: string) => boolean;
  /** Listed too, as models of that name, where their models are. */
  readonly aliases: readonly Alias[];
}

function nameOf(entry: unknown): string | null {
  const { id, model, name } = isObject(entry) ? entry : {};
  return [id, model, name].find((value): value is string => typeof value === 'string') ?? null;
}

/** Aliases as entries of their own: many clients use only the models that they find in the list. */
function aliasEntries(entries: readonly unknown[], aliases: readonly Alias[]): readonly object[] {
  const byName = new Map(entries.map((entry) => [modelKey(nameOf(entry) ?? ''), entry]));
  return aliases.flatMap(({ name, model }) => {
    const entry = byName.get(modelKey(model));
    return isObject(entry) && !byName.has(modelKey(name)) ? [{ ...entry, id: name }] : [];
  });
}

/** A list of models without those that aren't `isListed`, as JSON. null for a response that is no such list: nothing of it is shown. */
export function filterModelList(response: Buffer, { field, isListed, aliases }: ListRules): string | null {
  const value = parsedJson(response.toString('utf8'));
  if (!isObject(value)) return null;
  // Ollama sends null for an empty list.
  const entries = value[field] ?? [];
  if (!Array.isArray(entries)) return null;
  const listed = entries.filter((entry: unknown) => {
    const name = nameOf(entry);
    return name !== null && isListed(name);
  });
  return JSON.stringify({ ...value, [field]: [...listed, ...aliasEntries(listed, aliases)] });
}
