import { platform } from 'node:process';
import { runTool } from './run-tool.ts';

/** Parses the output of `launchctl getenv NAME`: the value and a line break, or nothing for a variable that isn't set. */
export function parseGetenv(text: string | null): string | null {
  const value = text?.replace(/\n$/, '') ?? '';
  return value === '' ? null : value;
}

async function getenv(name: string): Promise<readonly (readonly [string, string])[]> {
  const value = parseGetenv(await runTool('/bin/launchctl', ['getenv', name]));
  return value === null ? [] : [[name, value]];
}

/**
 * Those of the named variables that launchd gives to every app of the user (`launchctl setenv`), read one by one because
 * `launchctl export` was removed in OS X 10.10. Empty where there is no launchd.
 */
export async function launchdValues(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  if (platform !== 'darwin') return {};
  return Object.fromEntries((await Promise.all(names.map(getenv))).flat());
}
