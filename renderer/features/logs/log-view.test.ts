import { expect, test } from 'vitest';
import type { LogEvent, LogLine } from '../../../contract/logs.ts';
import { eventually } from '../../../tests/eventually.ts';
import { createLogView, type LogView, newLines } from './log-view.ts';
import { lineNumbers, logLine, mixedLines } from './testing/log-line-fixture.ts';

function event(reset: boolean, ...numbers: number[]): LogEvent {
  return { reset, lines: numbers.map((n) => logLine(n, 'info', `line ${n}`)), unreadable: null };
}
/** Every tenth is a warning. */
function many(from: number, count: number): LogLine[] {
  return Array.from({ length: count }, (_, i) =>
    logLine(from + i, (from + i) % 10 === 0 ? 'warn' : 'info', `line ${from + i}`),
  );
}
function reset(view: LogView, lines: LogLine[]): void {
  view.receive({ reset: true, lines, unreadable: null });
}
function add(view: LogView, lines: LogLine[]): void {
  view.receive({ reset: false, lines, unreadable: null });
}

test('filters and searches known and new lines', () => {
  const view = createLogView();
  expect(view.get().ready).toBe(false);
  reset(view, mixedLines.slice(0, 3));
  view.show({ level: 'info', source: 'all' });
  view.find('model');
  expect(lineNumbers(view.get().rows)).toEqual([2]);
  expect(lineNumbers(view.get().matches)).toEqual([2]);
  add(view, mixedLines.slice(3));
  expect(lineNumbers(view.get().rows)).toEqual([2, 4, 5]);
  expect(lineNumbers(view.get().matches)).toEqual([2, 4, 5]);
  expect(view.get()).toMatchObject({ lineCount: 5, warnings: 1, errors: 1 });
  view.find('');
  expect(view.get().matches).toEqual([]);
});

test('new lines are appended to the same rows, and only a different filter replaces them', () => {
  const view = createLogView();
  reset(view, many(1, 10));
  const { rows, generation } = view.get();
  add(view, many(11, 10));
  view.find('line 1');
  expect(view.get().generation).toBe(generation);
  expect(lineNumbers(rows)).toHaveLength(20);
  view.show({ level: 'warn', source: 'all' });
  expect(view.get().generation).toBe(generation + 1);
  expect(lineNumbers(view.get().rows)).toEqual([10, 20]);
});

test('lines that arrive while 100,000 are searched are neither missed nor duplicated', async () => {
  const view = createLogView();
  reset(view, many(1, 100_000));
  await eventually(() => expect(lineNumbers(view.get().rows)).toHaveLength(100_000));
  view.show({ level: 'warn', source: 'all' });
  view.find('line');
  for (let n = 100_001; n <= 101_000; n += 100) add(view, many(n, 100));
  await eventually(() => expect(view.get().matches).toHaveLength(10_100));
  expect(lineNumbers(view.get().rows)).toEqual(lineNumbers(view.get().matches));
  expect(new Set(lineNumbers(view.get().rows)).size).toBe(10_100);
});

test('keeps the newest 100,000 lines, and reports when rows are dropped from the beginning', async () => {
  const view = createLogView();
  reset(view, many(1, 100_000));
  await eventually(() => expect(view.get().rows.length).toBeGreaterThan(100_000));
  const dropped: boolean[] = [];
  view.subscribe(() => dropped.push(view.get().droppedFromStart));
  add(view, many(100_001, 5_000));
  expect(view.get().lineCount).toBe(105_000);
  await eventually(() => expect(view.get().lineCount).toBe(100_000));
  expect(dropped).toEqual([false, true]);
  expect(lineNumbers(view.get().rows)[0]).toBe(5_001);
  expect(view.get().warnings).toBe(10_000);
});

test.each<[string, readonly number[], LogEvent, readonly number[] | null]>([
  ['new lines', [1, 2], event(false, 3), [3]],
  ['the first lines', [], event(true, 1, 2), null],
  ['the same lines and more, after a lost connection', [1, 2], event(true, 2, 3), [3]],
  ['lines of another host', [1, 2], event(true, 7, 8), null],
  ['no lines of another host', [1, 2], event(true), null],
])('takes from an event %s', (_, known, received, expected) => {
  const result = newLines(
    known.map((n) => logLine(n, 'info', `line ${n}`)),
    received,
  );
  expect(result?.map(({ n }) => n) ?? null).toEqual(expected);
});

test('continues after a lost connection; lines of another host replace all', () => {
  const view = createLogView();
  reset(view, many(1, 10));
  reset(view, many(6, 10));
  expect(lineNumbers(view.get().rows)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
  reset(view, [logLine(6, 'info', 'other')]);
  expect(lineNumbers(view.get().rows)).toEqual([6]);
  reset(view, []);
  expect(view.get()).toMatchObject({ lineCount: 0, rows: [] });
});
