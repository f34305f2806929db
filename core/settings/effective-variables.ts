import { serverVariableText } from '../../contract/derived/catalog/en/server-variables.ts';
import type { EffectiveVariable } from '../../contract/settings.ts';
import { redact } from '../logs/redact.ts';
import { knownVariables } from './known-variables.ts';

export interface EffectiveFacts {
  /** The whole environment of the next run. */
  readonly next: Readonly<Record<string, string>>;
  /** The environment of the current run; null while no server of ours runs. */
  readonly launched: Readonly<Record<string, string>> | null;
  /** Names of the variables that Corral sets, whoever else sets them too. */
  readonly ours: ReadonlySet<string>;
  /** Corral's own environment, as it is: some values aren't passed on as they are. */
  readonly inherited: NodeJS.ProcessEnv;
  /** What launchd passes to every app. */
  readonly launchd: Readonly<Record<string, string>>;
  /** The port that clients use; the server has another one where Corral listens in front of it. */
  readonly publicPort: number;
}

const REDACTED = '[hidden]';
const SECRET_NAME = /key|token|secret|passw|passphrase|credential|auth/i;

/** A variable's value without anything that looks like a key, a token or a password. */
export function redactValue(name: string, value: string): string {
  const isKnown = knownVariables.some((known) => known.name === name);
  if (!isKnown && SECRET_NAME.test(name)) return REDACTED;
  // A proxy may be written without its scheme.
  const text = /proxy$/i.test(name) ? value.replace(/^[^/]*@/, `${REDACTED}@`) : value;
  return redact(text);
}

/** Why the server listens where it does: behind Corral or for everyone. */
function hostMeaning(host: string | undefined, publicPort: number): string {
  if (host === undefined) return serverVariableText('means.OLLAMA_HOST');
  if (!host.endsWith(`:${publicPort}`)) return serverVariableText('host.behindCorral', { port: String(publicPort) });
  // One address that isn't this Mac's own is Tailscale's.
  return serverVariableText(/^(?:127\.0\.0\.1|0\.0\.0\.0):/.test(host) ? 'host.direct' : 'host.tailnet');
}

/** Every variable that the server gets or would understand: Ollama's own first, then the others by name. */
export function effectiveVariables(facts: EffectiveFacts): EffectiveVariable[] {
  const { next, launched, ours, inherited, launchd, publicPort } = facts;
  const isKnown = (name: string) => knownVariables.some((known) => known.name === name);
  const others = [...new Set([...Object.keys(next), ...Object.keys(launched ?? {})])].filter((name) => !isKnown(name));
  const rows = [
    ...knownVariables,
    ...others
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => ({
        name,
        // Go reads proxy variables in lowercase too.
        meaning: knownVariables.find((known) => known.name === name.toUpperCase())?.meaning ?? null,
        fallback: serverVariableText('default.notSet'),
      })),
  ];
  const sourceOf = (name: string): EffectiveVariable['source'] => {
    if (ours.has(name)) return 'corral';
    if (next[name] === undefined) return 'default';
    return launchd[name] === (inherited[name] ?? next[name]) ? 'launchctl' : 'environment';
  };
  return rows.map(({ name, meaning, fallback }) => {
    const value = next[name];
    return {
      name,
      value: value === undefined ? fallback : redactValue(name, value),
      source: sourceOf(name),
      meaning: name === 'OLLAMA_HOST' ? hostMeaning(value, publicPort) : meaning,
      afterRestart: launched !== null && launched[name] !== value,
    };
  });
}
