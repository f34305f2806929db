import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of the fake's event file. */
export interface FakeEvent {
  readonly event: string;
  readonly at: string;
  readonly [field: string]: unknown;
}

function isEvent(value: unknown): value is FakeEvent {
  return typeof value === 'object' && value !== null && 'event' in value && 'at' in value;
}

/** What the fake recorded below this home so far: starts, loads, generations, pulls, and how they ended. */
export function readEvents(home: string): readonly FakeEvent[] {
  const path = join(home, '.ollama', 'fake-events.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line): unknown => JSON.parse(line)).filter(isEvent);
}
