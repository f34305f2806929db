import type { LogLine } from '../../../contract/logs.ts';
import { isShown, type LineFilter } from './line-filter.ts';

/** A row between lines, where a new run of the server starts or lines are missing. Its `n` is just below the next line's. */
export type LogSeparator =
  | { readonly separator: 'run'; readonly n: number; readonly runId: string; readonly previousRunId: string | null }
  | { readonly separator: 'gap'; readonly n: number; readonly missing: number };
export type LogRowData = LogLine | LogSeparator;

export function isSeparator(row: LogRowData): row is LogSeparator {
  return 'separator' in row;
}

/** The index of the first row whose `n` is at least this; rows are sorted by `n`. */
export function indexAt(rows: readonly { readonly n: number }[], n: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.n ?? 0) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows built line by line. The arrays grow in place: copying 100,000 rows for each new line would be noticeable. */
export interface LogRows {
  readonly rows: readonly LogRowData[];
  /** The shown lines that match the search. */
  readonly matches: readonly LogLine[];
  add(line: LogLine): void;
  /** Removes rows before line `n`. */
  dropBefore(n: number): void;
}

export function createLogRows(filter: LineFilter, pattern: RegExp | null): LogRows {
  const rows: LogRowData[] = [];
  const matches: LogLine[] = [];
  let lastN: number | null = null;
  let lastRun: string | null = null;
  let missing = 0;
  return {
    rows,
    matches,
    add: (line) => {
      if (lastN !== null) missing += line.n - lastN - 1;
      lastN = line.n;
      if (!isShown(line, filter)) return;
      if (missing > 0) rows.push({ separator: 'gap', n: line.n - 0.7, missing });
      missing = 0;
      if (line.source === 'server' && line.runId !== lastRun) {
        rows.push({ separator: 'run', n: line.n - 0.3, runId: line.runId, previousRunId: lastRun });
        lastRun = line.runId;
      }
      rows.push(line);
      if (pattern?.test(line.text)) matches.push(line);
    },
    dropBefore: (n) => {
      rows.splice(0, indexAt(rows, n));
      matches.splice(0, indexAt(matches, n));
    },
  };
}
