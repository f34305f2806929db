import type { EffectiveVariable } from '../../contract/settings.ts';
import { knownVariables } from './known-variables.ts';
import { redactValue } from './redact-value.ts';

export interface EffectiveFacts {
  /** The whole environment of the next run. */
  readonly next: Readonly<Record<string, string>>;
  /** That of the run of now; null while nothing of ours runs. */
  readonly launched: Readonly<Record<string, string>> | null;
  /** Names of the variables that come from Corral, whoever else sets them. */
  readonly ours: ReadonlySet<string>;
  /** What launchd hands to every app. */
  readonly launchd: Readonly<Record<string, string>>;
}

/** Every variable that the server gets or would understand: Ollama's own first, then the others by name. */
export function effectiveVariables({ next, launched, ours, launchd }: EffectiveFacts): EffectiveVariable[] {
  const isKnown = (name: string) => knownVariables.some((known) => known.name === name);
  const others = [...new Set([...Object.keys(next), ...Object.keys(launched ?? {})])].filter((name) => !isKnown(name));
  const rows = [
    ...knownVariables,
    // Proxies are understood in small letters too.
    ...others
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => ({
        name,
        meaning: knownVariables.find((known) => known.name === name.toUpperCase())?.meaning ?? null,
        fallback: 'not set',
      })),
  ];
  const sourceOf = (name: string): EffectiveVariable['source'] => {
    if (ours.has(name)) return 'corral';
    if (next[name] === undefined) return 'default';
    return launchd[name] === next[name] ? 'launchctl' : 'environment';
  };
  return rows.map(({ name, meaning, fallback }) => {
    const value = next[name];
    return {
      name,
      value: value === undefined ? fallback : redactValue(name, value),
      source: sourceOf(name),
      meaning,
      afterRestart: launched !== null && launched[name] !== value,
    };
  });
}
