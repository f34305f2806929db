import type { SettingsPatch } from '../../../contract/settings.ts';

/** Reads a port as typed; empty is Ollama's own. A sentence says why a text can't be one. */
export function parsePort(text: string): SettingsPatch | string {
  if (text === '') return { port: null };
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1024 && port <= 65_535) return { port };
  return 'A port is a whole number from 1024 to 65535.';
}
