import type { SettingsPatch } from '../../../contract/settings.ts';

/** Reads a whole number as typed, `16,384` too; empty leaves it to Ollama. A sentence says why a text can't be one. */
export function parseCount(field: keyof SettingsPatch, text: string): SettingsPatch | string {
  if (text === '') return { [field]: null };
  const digits = text.replace(/(?<=\d)[,. ](?=\d{3}(?:\D|$))/g, '');
  if (!/^\d{1,12}$/.test(digits))
    return 'Give a whole number. Ollama would pass over anything else and use its own default.';
  return { [field]: Number(digits) };
}
