import type { LogLine } from '../../../contract/logs.ts';
import type { LineFilter } from './line-filter.ts';
import { createLogRows, type LogRows } from './log-rows.ts';

/** How long rows are built without yielding; far below what is noticeable as a stutter. */
const SLICE_MS = 8;
/** Reading the clock for every line would cost more than filtering it. */
const LINES_PER_CLOCK_CHECK = 256;

interface RowsRequest {
  readonly filter: LineFilter;
  readonly pattern: RegExp | null;
  /** The rows will be different ones, not the same ones with different matches. */
  readonly replacesRows: boolean;
}

export interface SlicedRowsOptions {
  /** All lines, oldest first. */
  readonly lines: () => readonly LogLine[];
  readonly onBuilt: (request: RowsRequest) => void;
}

/** The rows for a filter and a search. A new request is built in slices; the previous rows stay until it is complete. */
export interface SlicedRows {
  current(): LogRows;
  /** Adds a line that was just appended to the lines. */
  add(line: LogLine): void;
  /** Removes rows before line `n`, after `droppedCount` lines were removed from the beginning of the lines. */
  dropBefore(n: number, droppedCount: number): void;
  build(request: RowsRequest): void;
}

interface Build {
  readonly request: RowsRequest;
  readonly rows: LogRows;
  /** Lines that have been added to the rows. */
  lineCount: number;
}

export function createSlicedRows({ lines, onBuilt }: SlicedRowsOptions): SlicedRows {
  let rows = createLogRows({ level: 'all', source: 'all' }, null);
  let pending: Build | null = null;
  const resume = (build: Build): void => {
    if (build !== pending) return;
    if (!addSlice(build, lines())) {
      setTimeout(() => resume(build));
      return;
    }
    pending = null;
    rows = build.rows;
    onBuilt(build.request);
  };
  return {
    current: () => rows,
    add: (line) => {
      // A build in progress will reach it.
      if (!pending) rows.add(line);
    },
    dropBefore: (n, droppedCount) => {
      rows.dropBefore(n);
      if (!pending) return;
      pending.rows.dropBefore(n);
      pending.lineCount = Math.max(0, pending.lineCount - droppedCount);
    },
    build: ({ filter, pattern, replacesRows }) => {
      const request = { filter, pattern, replacesRows: replacesRows || pending?.request.replacesRows === true };
      pending = { request, rows: createLogRows(filter, pattern), lineCount: 0 };
      resume(pending);
    },
  };
}

/** Adds lines until all are added or the slice is over; whether all are. */
function addSlice(build: Build, lines: readonly LogLine[]): boolean {
  const end = performance.now() + SLICE_MS;
  while (build.lineCount < lines.length) {
    const line = lines[build.lineCount];
    if (line) build.rows.add(line);
    build.lineCount += 1;
    if (build.lineCount % LINES_PER_CLOCK_CHECK === 0 && performance.now() > end) return false;
  }
  return true;
}
