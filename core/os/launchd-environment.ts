import { platform } from 'node:process';
import { runTool } from './run-tool.ts';

/** Reads what `launchctl getenv NAME` printed: the value and an end of line, or nothing for a variable that isn't set. */
export function parseGetenv(text: string | null): string | null {
  const value = text?.replace(/\n$/, '') ?? '';
  return value === '' ? null : value;
}

async function getenv(name: string): Promise<readonly (readonly [string, string])[]> {
  const value = parseGetenv(await runTool('/bin/launchctl', ['getenv', name]));
  return value === null ? [] : [[name, value]];
}

/**
 * Those of the named variables that launchd gives to every app of the person (`launchctl setenv`). They are asked for one by
 * one: `launchctl export` is gone since OS X 10.10. Empty where there is no launchd.
 */
export async function launchdValues(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  if (platform !== 'darwin') return {};
  return Object.fromEntries((await Promise.all(names.map(getenv))).flat());
}
