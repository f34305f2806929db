import { expect, test } from 'vitest';
import type { LogLine } from '../../../contract/logs.ts';
import { createLogRows, type LogRowData } from './log-rows.ts';
import { logLine } from './testing/log-line-fixture.ts';

function rowsOf(lines: readonly LogLine[], level: 'all' | 'error' = 'all'): readonly LogRowData[] {
  const rows = createLogRows({ level, source: 'all' }, null);
  for (const added of lines) rows.add(added);
  return rows.rows;
}
const a = { runId: 'a' };
const b = { runId: 'b' };
const own = { source: 'corral' as const, runId: '' };

test('a separator precedes the first line of each run, and Corral’s own lines add none', () => {
  const rows = rowsOf([
    logLine(1, 'info', '', a),
    logLine(2, 'info', '', own),
    logLine(3, 'info', '', a),
    logLine(4, 'info', '', b),
  ]);
  expect(rows.map((row) => ('separator' in row ? row.separator : row.n))).toEqual(['run', 1, 2, 3, 'run', 4]);
  expect(rows[4]).toMatchObject({ runId: 'b', previousRunId: 'a' });
});

test('a separator marks missing lines, but not filtered ones', () => {
  expect(rowsOf([logLine(1, 'info', ''), logLine(4, 'info', '')])[2]).toMatchObject({ separator: 'gap', missing: 2 });
  const filtered = rowsOf(
    [logLine(1, 'error', ''), logLine(2, 'info', ''), logLine(5, 'info', ''), logLine(6, 'error', '')],
    'error',
  );
  expect(filtered.map((row) => ('separator' in row ? row.separator : row.n))).toEqual(['run', 1, 'gap', 6]);
  expect(filtered[2]).toMatchObject({ missing: 2 });
});
