import { redact } from '../logs/redact.ts';
import { knownVariables } from './known-variables.ts';

const hidden = '[hidden]';
const secretName = /key|token|secret|passw|passphrase|credential|auth/i;

/** A variable's value as it may be shown: nothing of what looks like a key, a token or a password. */
export function redactValue(name: string, value: string): string {
  const isOllamas = knownVariables.some((known) => known.name === name);
  if (!isOllamas && secretName.test(name)) return hidden;
  // A proxy may be written without its scheme.
  const text = /proxy$/i.test(name) ? value.replace(/^[^/]*@/, `${hidden}@`) : value;
  return redact(text);
}
