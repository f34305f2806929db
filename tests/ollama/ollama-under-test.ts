import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fakePath } from './fake-path.ts';

/** Whether the suite runs against the real server (`CORRAL_TEST_OLLAMA=real`) instead of the fake. */
export const isReal = process.env.CORRAL_TEST_OLLAMA === 'real';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The `ollama` that the suite is about.
 * @throws {Error} when the real one is requested and PATH has none
 */
export function ollamaPath(): string {
  if (!isReal) return fakePath;
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'ollama'))
    .find(isExecutable);
  if (found === undefined) throw new Error('CORRAL_TEST_OLLAMA=real needs an `ollama` on PATH, and there is none');
  return found;
}
