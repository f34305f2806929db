const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nameOf = (entry: unknown): string | null => {
  const { id, model, name } = isObject(entry) ? entry : {};
  return [id, model, name].find((value): value is string => typeof value === 'string') ?? null;
};

/**
 * A list of models without those that `mayUse` denies, as JSON; `field` holds them. null where the answer is no such list,
 * which is then not shown at all.
 */
export const listedModels = (
  answer: Buffer,
  { field, mayUse }: { readonly field: 'data' | 'models'; readonly mayUse: (name: string) => boolean },
): string | null => {
  let value: unknown;
  try {
    value = JSON.parse(answer.toString('utf8'));
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  // Ollama says null where there are none.
  const entries = value[field] ?? [];
  if (!Array.isArray(entries)) return null;
  const kept = entries.filter((entry: unknown) => {
    const name = nameOf(entry);
    return name !== null && mayUse(name);
  });
  return JSON.stringify({ ...value, [field]: kept });
};
