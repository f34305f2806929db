import { modelNamesText } from './catalog/en/model-names.ts';
import { parseExactName } from './model-name.ts';
import { readPastedName } from './pasted-model-name.ts';

const MAX_PART_CHARACTERS = 80;

/** Why Ollama's grammar rejects a name. */
function problemOf(name: string): string {
  if (/\s/.test(name)) return modelNamesText('problem.space');
  const character = /[^A-Za-z0-9_.:/-]/u.exec(name)?.[0];
  if (character !== undefined) return modelNamesText('problem.character', { character });
  const [, path = ''] = /^(?:https?:\/\/)?(.*)$/s.exec(name) ?? [];
  const parts = path.split('/');
  if (parts.length > 3) return modelNamesText('problem.tooManyParts');
  const model = parts.at(-1) ?? '';
  const pieces = [...parts.slice(0, -1), ...model.split(':')];
  if (pieces.includes('')) return modelNamesText('problem.empty');
  if (pieces.some((piece) => !/^\w/.test(piece))) return modelNamesText('problem.start');
  if (pieces.some((piece) => piece.length > MAX_PART_CHARACTERS)) return modelNamesText('problem.tooLong');
  return modelNamesText('problem.other');
}

/** Why a text names no model, as a sentence that says what to enter; null where it names one. */
export function modelNameProblem(text: string): string | null {
  const read = readPastedName(text);
  if ('problem' in read) return modelNamesText(`problem.${read.problem}`);
  return parseExactName(read.name) ? null : problemOf(read.name);
}

/** The name that is meant, where it isn't what was entered but for blanks around it; otherwise null. */
export function meantName(text: string): string | null {
  const read = readPastedName(text);
  if ('problem' in read || parseExactName(read.name) === null) return null;
  return read.name === text.trim() ? null : read.name;
}
