import { Settings } from '../../contract/settings.ts';
import { settingProblems } from './setting-problems.ts';

export interface DecodedSettings {
  readonly settings: Settings;
  /** The fields whose stored values can't be used; they have their defaults. */
  readonly invalid: readonly string[];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Decodes field by field, so that a bad value affects only itself. Drops unknown fields and values that would mislead the server. */
export function decodeSettings(raw: unknown): DecodedSettings {
  const stored = isRecord(raw) ? raw : {};
  const valid: Record<string, unknown> = {};
  const invalid: string[] = [];
  for (const [field, schema] of Object.entries(Settings.shape)) {
    if (!Object.hasOwn(stored, field)) continue;
    const result = schema.safeParse(stored[field]);
    if (result.success) valid[field] = result.data;
    else invalid.push(field);
  }
  for (const problem of settingProblems(Settings.parse(valid))) {
    const [field = ''] = problem.field.split('.');
    delete valid[field];
    invalid.push(field);
  }
  return { settings: Settings.parse(valid), invalid };
}
