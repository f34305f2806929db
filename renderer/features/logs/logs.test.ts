import { describe, expect, test } from 'vitest';
import type { LogEvent, LogLine } from '../../../contract/logs.ts';
import type { RunSummary } from '../../../contract/server.ts';
import { eventually } from '../../../tests/eventually.ts';
import { isShown, searchPattern } from './line-filter.ts';
import { lineParts } from './line-parts.ts';
import { createLogRows, type LogRowData } from './log-rows.ts';
import { createLogView, type LogView, newLines } from './log-view.ts';
import { runSeparatorText, runsToday } from './run-separator-text.ts';

function line(n: number, level: LogLine['level'], text: string, rest: Partial<LogLine> = {}): LogLine {
  return {
    n,
    source: 'server',
    runId: 'r',
    at: null,
    level,
    text,
    ...rest,
  };
}
const lines = [
  line(1, 'debug', 'loading'),
  line(2, 'request', 'GET /v1/models'),
  line(3, 'raw', 'ggml'),
  line(4, 'warn', 'Model does not fit', { source: 'corral', runId: '' }),
  line(5, 'error', 'Error: model gone'),
];
function numbers(rows: readonly LogRowData[]): number[] {
  return rows.filter((row) => !('separator' in row)).map(({ n }) => n);
}

test.each([
  ['all', 'all', [1, 2, 3, 4, 5]],
  ['info', 'all', [2, 4, 5]],
  ['warn', 'all', [4, 5]],
  ['error', 'all', [5]],
  ['all', 'server', [1, 2, 3, 5]],
  ['warn', 'corral', [4]],
] as const)('from level %s on, of source %s', (level, source, expected) => {
  expect(numbers(lines.filter((each) => isShown(each, { level, source })))).toEqual(expected);
});

test('a search matches literally and ignores case', () => {
  expect(searchPattern(' [a.b ')?.test('x [A.B')).toBe(true);
  expect(searchPattern('a.b')?.test('aXb')).toBe(false);
  expect(searchPattern('  ')).toBe(null);
});

describe('rows', () => {
  const rowsOf = (lines: readonly LogLine[], level: 'all' | 'error' = 'all'): readonly LogRowData[] => {
    const rows = createLogRows({ level, source: 'all' }, null);
    for (const added of lines) rows.add(added);
    return rows.rows;
  };
  const a = { runId: 'a' };
  const b = { runId: 'b' };
  const own = { source: 'corral' as const, runId: '' };

  test('a separator precedes the first line of each run, and Corral’s own lines add none', () => {
    const rows = rowsOf([
      line(1, 'info', '', a),
      line(2, 'info', '', own),
      line(3, 'info', '', a),
      line(4, 'info', '', b),
    ]);
    expect(rows.map((row) => ('separator' in row ? row.separator : row.n))).toEqual(['run', 1, 2, 3, 'run', 4]);
    expect(rows[4]).toMatchObject({ runId: 'b', previousRunId: 'a' });
  });

  test('a separator marks missing lines, but not filtered ones', () => {
    expect(rowsOf([line(1, 'info', ''), line(4, 'info', '')])[2]).toMatchObject({ separator: 'gap', missing: 2 });
    const filtered = rowsOf(
      [line(1, 'error', ''), line(2, 'info', ''), line(5, 'info', ''), line(6, 'error', '')],
      'error',
    );
    expect(filtered.map((row) => ('separator' in row ? row.separator : row.n))).toEqual(['run', 1, 'gap', 6]);
    expect(filtered[2]).toMatchObject({ missing: 2 });
  });
});

function event(reset: boolean, ...numbers: number[]): LogEvent {
  return { reset, lines: numbers.map((n) => line(n, 'info', `line ${n}`)), unreadable: null };
}

describe('the view', () => {
  const many = (from: number, count: number): LogLine[] =>
    Array.from({ length: count }, (_, i) =>
      line(from + i, (from + i) % 10 === 0 ? 'warn' : 'info', `line ${from + i}`),
    );
  const reset = (view: LogView, all: LogLine[]): void => view.receive({ reset: true, lines: all, unreadable: null });
  const add = (view: LogView, added: LogLine[]): void => view.receive({ reset: false, lines: added, unreadable: null });

  test('filters and searches known and new lines', () => {
    const view = createLogView();
    expect(view.get().ready).toBe(false);
    reset(view, lines.slice(0, 3));
    view.show({ level: 'info', source: 'all' });
    view.find('model');
    expect(numbers(view.get().rows)).toEqual([2]);
    expect(numbers(view.get().matches)).toEqual([2]);
    add(view, lines.slice(3));
    expect(numbers(view.get().rows)).toEqual([2, 4, 5]);
    expect(numbers(view.get().matches)).toEqual([2, 4, 5]);
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
    expect(numbers(rows)).toHaveLength(20);
    view.show({ level: 'warn', source: 'all' });
    expect(view.get().generation).toBe(generation + 1);
    expect(numbers(view.get().rows)).toEqual([10, 20]);
  });

  test('lines that arrive while 100,000 are searched are neither missed nor duplicated', async () => {
    const view = createLogView();
    reset(view, many(1, 100_000));
    await eventually(() => expect(numbers(view.get().rows)).toHaveLength(100_000));
    view.show({ level: 'warn', source: 'all' });
    view.find('line');
    for (let n = 100_001; n <= 101_000; n += 100) add(view, many(n, 100));
    await eventually(() => expect(view.get().matches).toHaveLength(10_100));
    expect(numbers(view.get().rows)).toEqual(numbers(view.get().matches));
    expect(new Set(numbers(view.get().rows)).size).toBe(10_100);
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
    expect(numbers(view.get().rows)[0]).toBe(5_001);
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
      known.map((n) => line(n, 'info', `line ${n}`)),
      received,
    );
    expect(result?.map(({ n }) => n) ?? null).toEqual(expected);
  });

  test('continues after a lost connection; lines of another host replace all', () => {
    const view = createLogView();
    reset(view, many(1, 10));
    reset(view, many(6, 10));
    expect(numbers(view.get().rows)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    reset(view, [line(6, 'info', 'other')]);
    expect(numbers(view.get().rows)).toEqual([6]);
    reset(view, []);
    expect(view.get()).toMatchObject({ lineCount: 0, rows: [] });
  });
});

describe('runs', () => {
  const startedAt = new Date(2026, 7, 21, 9, 41, 13).getTime();
  const run = (runId: string, rest: Partial<RunSummary> = {}): RunSummary => ({
    runId,
    startedAt,
    pid: 42,
    version: '0.32.15',
    adopted: false,
    end: null,
    ...rest,
  });
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
  ])('are separated by a text: %s', (_, runs, text) => {
    expect(runSeparatorText(runs, 'b', 'a')).toBe(text);
  });

  test('of today are counted', () => {
    expect(runsToday([], startedAt)).toBe(undefined);
    expect(runsToday([run('a')], startedAt + 1_000)).toBe('1 run today');
    expect(runsToday([run('a'), run('b'), run('c', { startedAt: 0 })], startedAt)).toBe('2 runs today');
  });
});

describe('lineParts', () => {
  test('parses a slog line', () => {
    const text =
      'time=2026-08-21T10:15:30.101+02:00 level=INFO source=routes.go:2008 msg="Listening on \\"x\\"" models=2 a="b c"';
    expect(lineParts({ text })).toEqual({ source: 'routes', message: 'Listening on "x"', rest: 'models=2 a="b c"' });
  });

  test('parses an access log line', () => {
    const text = '[GIN] 2026/08/21 - 10:15:31 | 200 |      41.291µs |       127.0.0.1 | GET      "/api/version"';
    expect(lineParts({ text })).toEqual({
      source: 'gin',
      message: 'GET "/api/version" 200 in 41.291µs',
      rest: 'client=127.0.0.1',
    });
  });

  test('keeps any other line unchanged', () => {
    expect(lineParts({ text: 'panic: x' })).toEqual({ source: '', message: 'panic: x', rest: '' });
  });
});
