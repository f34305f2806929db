import type { LogEvent, LogLine } from '../../../contract/logs.ts';
import { type LineFilter, searchPattern } from './line-filter.ts';
import type { LogRowData } from './log-rows.ts';
import { createSlicedRows } from './sliced-rows.ts';

/** Lines the page keeps; older ones are in the file. */
const MAX_LINES = 100_000;
/** Old lines are dropped in batches, because each drop moves the whole array. */
const DROP_BATCH_LINES = 5_000;

/** What the page renders. With the same `generation`, `rows` is the same array, which has grown or lost its beginning. */
export interface LogViewState {
  /** The lines that the host holds have arrived. */
  readonly ready: boolean;
  readonly lineCount: number;
  readonly warnings: number;
  readonly errors: number;
  readonly rows: readonly LogRowData[];
  readonly matches: readonly LogLine[];
  readonly pattern: RegExp | null;
  readonly generation: number;
  /** Since the previous state, rows were removed from the beginning and nothing else changed. */
  readonly droppedFromStart: boolean;
  readonly unreadable: string | null;
}

const emptyState: LogViewState = {
  ready: false,
  lineCount: 0,
  warnings: 0,
  errors: 0,
  rows: [],
  matches: [],
  pattern: null,
  generation: 0,
  droppedFromStart: false,
  unreadable: null,
};

/** The log of one page: each new line is filtered and searched once, and all lines never in one go. */
export interface LogView {
  get(): LogViewState;
  subscribe(listener: () => void): () => void;
  receive(event: LogEvent): void;
  show(filter: LineFilter): void;
  find(text: string): void;
}

export function createLogView(): LogView {
  const listeners = new Set<() => void>();
  let lines: LogLine[] = [];
  let filter: LineFilter = { level: 'all', source: 'all' };
  let pattern: RegExp | null = null;
  let state = emptyState;
  const slicedRows = createSlicedRows({
    lines: () => lines,
    onBuilt: (built) =>
      publish({ pattern: built.pattern, generation: state.generation + (built.replacesRows ? 1 : 0) }),
  });
  function publish(patch: Partial<LogViewState>): void {
    const { rows, matches } = slicedRows.current();
    state = { ...state, lineCount: lines.length, rows, matches, droppedFromStart: false, ...patch };
    for (const listener of listeners) listener();
  }
  const build = (replacesRows: boolean): void => slicedRows.build({ filter, pattern, replacesRows });

  const dropOldest = (): void => {
    if (lines.length <= MAX_LINES) return;
    const dropped = lines.splice(0, lines.length - MAX_LINES);
    slicedRows.dropBefore(lines[0]?.n ?? 0, dropped.length);
    publish({ ...countsWithout(state, dropped), droppedFromStart: true });
  };
  const append = (added: readonly LogLine[], unreadable: string | null): void => {
    for (const line of added) {
      lines.push(line);
      slicedRows.add(line);
    }
    publish({ ready: true, unreadable, ...countsWith(state, added) });
    // Separately, because a list that grows and loses its beginning at once can't keep its scroll position.
    if (lines.length >= MAX_LINES + DROP_BATCH_LINES) setTimeout(dropOldest);
  };

  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive: (event) => {
      const added = newLines(lines, event);
      if (added !== null) return append(added, event.unreadable);
      lines = [...event.lines];
      publish({ ready: true, unreadable: event.unreadable, ...countsWith(emptyState, lines) });
      build(true);
    },
    show: (next) => {
      if (next.level === filter.level && next.source === filter.source) return;
      filter = next;
      build(true);
    },
    find: (text) => {
      const next = searchPattern(text);
      if (next?.source === pattern?.source) return;
      pattern = next;
      build(false);
    },
  };
}

/**
 * The lines of an event that aren't known yet; null where they replace all lines. After a lost connection to the same host,
 * the first line that it sends is one of the known lines.
 */
export function newLines(lines: readonly LogLine[], event: LogEvent): readonly LogLine[] | null {
  if (!event.reset) return event.lines;
  const [first] = event.lines;
  const last = lines.at(-1);
  if (!first || !last) return null;
  const known = lines.find(({ n }) => n === first.n);
  if (known?.text !== first.text || known.at !== first.at) return null;
  return event.lines.filter(({ n }) => n > last.n);
}

type LevelCounts = Pick<LogViewState, 'warnings' | 'errors'>;

function countsWith({ warnings, errors }: LevelCounts, added: readonly LogLine[]): LevelCounts {
  return { warnings: warnings + levelCount(added, 'warn'), errors: errors + levelCount(added, 'error') };
}

function countsWithout({ warnings, errors }: LevelCounts, removed: readonly LogLine[]): LevelCounts {
  return { warnings: warnings - levelCount(removed, 'warn'), errors: errors - levelCount(removed, 'error') };
}

function levelCount(lines: readonly LogLine[], level: LogLine['level']): number {
  return lines.reduce((count, line) => count + (line.level === level ? 1 : 0), 0);
}
