import type { LogLine } from '../../../../contract/logs.ts';

/** A line of the server's run `r`. */
export function logLine(n: number, level: LogLine['level'], text: string, rest: Partial<LogLine> = {}): LogLine {
  return { n, source: 'server', runId: 'r', at: null, level, text, ...rest };
}

/** One line of each rank, and one of Corral's. */
export const mixedLines: readonly LogLine[] = [
  logLine(1, 'debug', 'loading'),
  logLine(2, 'request', 'GET /v1/models'),
  logLine(3, 'raw', 'ggml'),
  logLine(4, 'warn', 'Model does not fit', { source: 'corral', runId: '' }),
  logLine(5, 'error', 'Error: model gone'),
];

/** The `n` of lines, without separators. */
export function lineNumbers(rows: readonly { readonly n: number }[]): number[] {
  return rows.filter((row) => !('separator' in row)).map(({ n }) => n);
}
