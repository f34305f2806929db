import { Settings } from '../../contract/settings.ts';
import { settingProblems } from './setting-problems.ts';

/** What could be read, and the names of the fields whose values could not. */
export interface DecodedSettings {
  readonly settings: Settings;
  readonly invalid: readonly string[];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads field by field, so that one bad value costs only itself. Unknown fields are kept out, and what would mislead the server. */
export function decodeSettings(raw: unknown): DecodedSettings {
  const given = isRecord(raw) ? raw : {};
  const kept: Record<string, unknown> = {};
  const invalid: string[] = [];
  for (const [field, schema] of Object.entries(Settings.shape)) {
    if (!Object.hasOwn(given, field)) continue;
    const result = schema.safeParse(given[field]);
    if (result.success) kept[field] = result.data;
    else invalid.push(field);
  }
  for (const problem of settingProblems(Settings.parse(kept))) {
    const [field = ''] = problem.field.split('.');
    delete kept[field];
    invalid.push(field);
  }
  return { settings: Settings.parse(kept), invalid };
}
