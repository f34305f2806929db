import type { Notice } from '../../contract/app.ts';
import { environmentText } from '../../contract/derived/catalog/en/environment.ts';

/** What Corral reads of its environment. */
const KNOWN = ['CORRAL_DATA_DIR', 'CORRAL_OLLAMA', 'CORRAL_OLLAMA_PORT'];
/** What its recipes have clients set, and what its own tests and scripts read. */
const OTHERS = /^CORRAL_(?:API_KEY|BROWSER|TARGET|TEST_.*|FAULTS_.*)$/;
/** Letters by which a misspelled name may differ from the one that was meant. */
const MAX_TYPOS = 3;
/** Longer names aren't compared: the time grows with the length. */
const MAX_NAME_LENGTH = 40;

export interface UnknownVariable {
  readonly name: string;
  /** The name that was probably meant; null when none is close. */
  readonly meant: string | null;
}

/** Letters to insert, remove, or replace to make one text of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function closestName(name: string): string | null {
  const upper = name.toUpperCase();
  const [closest] = KNOWN.map((known) => ({ known, typos: distance(upper, known) })).sort((a, b) => a.typos - b.typos);
  return closest !== undefined && closest.typos <= MAX_TYPOS ? closest.known : null;
}

/** Variables named like Corral's that it doesn't read, such as `CORRAL_OLAMA_PORT`, by name. */
export function unknownVariables(env: NodeJS.ProcessEnv): UnknownVariable[] {
  return Object.keys(env)
    .filter((name) => /^CORRAL_/i.test(name) && name.length <= MAX_NAME_LENGTH)
    .filter((name) => !KNOWN.includes(name) && !OTHERS.test(name) && env[name])
    .map((name) => ({ name, meant: closestName(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A line for the log. */
export function unknownLine({ name, meant }: UnknownVariable): string {
  return meant === null
    ? environmentText('corral.unknown', { name })
    : environmentText('corral.meant', { name, meant });
}

/** What a person should know: the names that were probably meant to be one of Corral's. */
export function unknownNotices(unknown: readonly UnknownVariable[]): Notice[] {
  return unknown.flatMap(({ name, meant }) =>
    meant === null
      ? []
      : [
          {
            id: `environment-${name}`,
            kind: 'warning' as const,
            title: environmentText('unknown.title', { name }),
            detail: environmentText('unknown.detail', { meant }),
          },
        ],
  );
}
