import { expect, test } from 'vitest';
import type { RunSummary } from '../../../contract/server.ts';
import { runSeparatorText, runsToday } from './run-separator-text.ts';

const startedAt = new Date(2026, 7, 21, 9, 41, 13).getTime();
function run(runId: string, rest: Partial<RunSummary> = {}): RunSummary {
  return { runId, startedAt, pid: 42, version: '0.32.15', adopted: false, end: null, ...rest };
}
const ended = { at: startedAt - 1_000, kind: 'exited', message: 'The server quit with exit code 2.' };

test.each<[string, RunSummary[], string]>([
  ['nothing is known', [], 'New server run'],
  ['a first run', [run('b')], 'Started at 09:41:13, version 0.32.15, pid 42.'],
  ['an adopted one', [run('b', { adopted: true, pid: null })], 'Running since 09:41:13, version 0.32.15.'],
  [
    'after one that crashed',
    [run('b', { version: null }), run('a', { end: ended })],
    'Server stopped at 09:41:12: The server quit with exit code 2. Started at 09:41:13, pid 42.',
  ],
  ['after one that was stopped', [run('a', { end: { ...ended, kind: 'stopped' } })], 'Server stopped at 09:41:12.'],
])('the text between runs: %s', (_, runs, text) => {
  expect(runSeparatorText(runs, 'b', 'a')).toBe(text);
});

test('counts the runs of today', () => {
  expect(runsToday([], startedAt)).toBe(undefined);
  expect(runsToday([run('a')], startedAt + 1_000)).toBe('1 run today');
  expect(runsToday([run('a'), run('b'), run('c', { startedAt: 0 })], startedAt)).toBe('2 runs today');
});
