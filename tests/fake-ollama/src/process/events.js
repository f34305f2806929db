import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Returns a function that appends one event to the file that tests read: a JSON object a line. */
export function eventFile(env) {
  const folder = join(env.HOME, '.ollama');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'fake-events.jsonl');
  return (event, fields = {}) => {
    appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`);
  };
}
