import { environmentText } from '../../contract/derived/catalog/en/environment.ts';
import { MAX_PORT } from '../../contract/derived/limits.ts';
import { expandHome } from './expand-home.ts';
import { replaceInvisible } from './replace-invisible.ts';

/** What a person sets for Corral itself, checked. Null for what isn't set; an empty variable isn't set either. */
export interface CorralVariables {
  /** `CORRAL_DATA_DIR`; may be relative to the current folder. */
  readonly dataDir: string | null;
  /** `CORRAL_OLLAMA`; may be relative to the current folder. */
  readonly ollama: string | null;
  /** `CORRAL_OLLAMA_PORT`. */
  readonly ollamaPort: number | null;
}

/** A variable of Corral that can't be used, which ends the start: the message is one line for a person. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Characters of a value that a message repeats. */
const SHOWN_LENGTH = 80;

/** A value in quotation marks, as one line of visible characters. */
export function quoteValue(value: string): string {
  const shown = value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}...` : value;
  const escapeCharacter = (character: string) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  return replaceInvisible(JSON.stringify(shown), escapeCharacter);
}

/** Decimal digits only: what `Number` reads besides (`1e3`, `0x2CAA`, `11434.0`) is more likely a mistake. */
function givenPort(value: string): number | null {
  if (value === '') return null;
  const text = value.trim();
  const port = /^\d{1,20}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= MAX_PORT) return port;
  throw new EnvironmentError(
    environmentText('corral.port', { variable: 'CORRAL_OLLAMA_PORT', value: quoteValue(value), max: String(MAX_PORT) }),
  );
}

/**
 * A path from the environment or the command line, which no shell may have expanded: `~/` is the home folder. Null for an
 * empty one.
 * @param variable what the person set, for the message
 * @throws EnvironmentError when it can't be a path
 */
export function givenPath(variable: string, value: string): string | null {
  if (value === '') return null;
  const path = expandHome(value);
  const isPath = path.trim() !== '' && !/[\p{Cc}]/u.test(path);
  if (!isPath) throw new EnvironmentError(environmentText('corral.path', { variable, value: quoteValue(value) }));
  if (!path.startsWith('~')) return path;
  throw new EnvironmentError(environmentText('corral.otherHome', { variable, value: quoteValue(value) }));
}

/**
 * Corral's own variables.
 * @throws EnvironmentError when one has a value that can't be used
 */
export function corralVariables(env: NodeJS.ProcessEnv): CorralVariables {
  return {
    dataDir: givenPath('CORRAL_DATA_DIR', env.CORRAL_DATA_DIR ?? ''),
    ollama: givenPath('CORRAL_OLLAMA', env.CORRAL_OLLAMA ?? ''),
    ollamaPort: givenPort(env.CORRAL_OLLAMA_PORT ?? ''),
  };
}
