/** A value that fits a JSON schema, as far as people write them; texts are taken from `text`. */
export function valueForSchema(schema, text) {
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  const variant = schema.anyOf ?? schema.oneOf;
  if (variant !== undefined) return valueForSchema(variant[0], text);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties !== undefined) {
    const fields = Object.entries(schema.properties ?? {});
    return Object.fromEntries(fields.map(([key, inner]) => [key, valueForSchema(inner, text)]));
  }
  if (type === 'array') {
    const count = Math.max(schema.minItems ?? 1, 1);
    return Array.from({ length: count }, () => valueForSchema(schema.items ?? {}, text));
  }
  if (type === 'integer' || type === 'number') return numberFrom(text, schema);
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  return text;
}

function numberFrom(text, { minimum = 0 }) {
  return Math.max(minimum, Number(/-?\d+/.exec(text)?.[0] ?? 1));
}
