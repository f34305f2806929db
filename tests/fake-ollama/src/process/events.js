/** @import { Env } from '../types.ts' */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {ReturnType<typeof eventFile>} AppendEvent */

/**
 * Returns a function that appends one event to the file that tests read: a JSON object a line.
 * @param {Env} env
 */
export function eventFile(env) {
  const folder = join(env.HOME, '.ollama');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'fake-events.jsonl');
  return (/** @type {string} */ event, /** @type {object} */ fields = {}) => {
    appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`);
  };
}
