import type { LogLine } from '../../../contract/logs.ts';
import { isShown, type LineFilter } from './line-filter.ts';

/** A row between lines: another run of the server begins, or lines are missing. Its `n` lies before the next line's. */
export type LogMark =
  | { readonly mark: 'run'; readonly n: number; readonly runId: string; readonly previousRunId: string | null }
  | { readonly mark: 'gap'; readonly n: number; readonly missing: number };
export type LogRowData = LogLine | LogMark;

export function isMark(row: LogRowData): row is LogMark {
  return 'mark' in row;
}

/** The index of the first row whose `n` is not below this one. */
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

/** Rows made of lines one after another; the arrays grow in place, because copying 100,000 rows for each new one is felt. */
export interface LogRows {
  readonly rows: readonly LogRowData[];
  /** The shown lines that hold the text looked for. */
  readonly matches: readonly LogLine[];
  add(line: LogLine): void;
  /** Forgets what is older than line `n`. */
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
      if (missing > 0) rows.push({ mark: 'gap', n: line.n - 0.7, missing });
      missing = 0;
      if (line.source === 'server' && line.runId !== lastRun) {
        rows.push({ mark: 'run', n: line.n - 0.3, runId: line.runId, previousRunId: lastRun });
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
