import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { MAX_PORT, MIN_PORT } from '../../../contract/derived/limits.ts';
import type { SettingsPatch } from '../../../contract/settings.ts';

/** The change that stores a typed port (empty for the default), or why the text isn't a port. */
export function parsePort(text: string): SettingsPatch | string {
  if (text === '') return { port: null };
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= MIN_PORT && port <= MAX_PORT) return { port };
  return settingsText('port.invalid', { min: String(MIN_PORT), max: String(MAX_PORT) });
}

/** The change that stores a typed whole number (empty for Ollama's default; `16,384` is read too), or why the text isn't one. */
export function parseCount(field: keyof SettingsPatch, text: string): SettingsPatch | string {
  if (text === '') return { [field]: null };
  const digits = text.replace(/(?<=\d)[,. ](?=\d{3}(?:\D|$))/g, '');
  return /^\d{1,12}$/.test(digits) ? { [field]: Number(digits) } : settingsText('count.invalid');
}
