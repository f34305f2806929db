import type { LogEvent, LogLine } from '../../../contract/logs.ts';
import { type LineFilter, searchPattern } from './line-filter.ts';
import { createLogRows, type LogRowData, type LogRows } from './log-rows.ts';

/** Lines the page keeps; older ones are in the file. */
const keptLines = 100_000;
/** Dropped together, so that it is seldom done. */
const droppedTogether = 5_000;
/** How long rows are made without a pause, in milliseconds: well below what is felt as a stutter. */
const sliceMs = 8;

/** What the page draws. The rows are the same array as before where `generation` is the same; it only grew, or lost its beginning. */
export interface LogViewState {
  /** Whether the lines held by the host have come. */
  readonly ready: boolean;
  readonly lineCount: number;
  readonly warnings: number;
  readonly errors: number;
  readonly rows: readonly LogRowData[];
  readonly matches: readonly LogLine[];
  readonly pattern: RegExp | null;
  readonly generation: number;
  /** Since the last state, rows went from the beginning and nothing else changed. */
  readonly droppedFromStart: boolean;
  readonly unreadable: string | null;
}

/** The log as one page sees it: each new line is filtered and searched once, and never all of them in one go. */
export interface LogView {
  get(): LogViewState;
  subscribe(listener: () => void): () => void;
  receive(event: LogEvent): void;
  show(filter: LineFilter): void;
  find(text: string): void;
}

function levelCount(lines: readonly LogLine[], level: LogLine['level']): number {
  return lines.reduce((count, line) => count + (line.level === level ? 1 : 0), 0);
}

export function createLogView(): LogView {
  const listeners = new Set<() => void>();
  let lines: LogLine[] = [];
  let filter: LineFilter = { level: 'all', source: 'all' };
  let pattern: RegExp | null = null;
  let shown: LogRows = createLogRows(filter, pattern);
  /** Rows in the making for another filter or search, and how many lines they hold so far. */
  let making: { readonly rows: LogRows; done: number; readonly anew: boolean } | null = null;
  let state: LogViewState = {
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

  const publish = (patch: Partial<LogViewState>): void => {
    const { rows, matches } = shown;
    state = { ...state, lineCount: lines.length, rows, matches, droppedFromStart: false, ...patch };
    for (const listener of listeners) listener();
  };

  const make = (job: NonNullable<typeof making>): void => {
    if (making !== job) return;
    const end = performance.now() + sliceMs;
    while (job.done < lines.length) {
      const line = lines[job.done];
      if (line) job.rows.add(line);
      job.done += 1;
      if (job.done % 256 === 0 && performance.now() > end) {
        setTimeout(() => make(job));
        return;
      }
    }
    making = null;
    shown = job.rows;
    publish({ pattern, generation: state.generation + (job.anew ? 1 : 0) });
  };
  /** @param anew other rows than before, not the same ones searched for another text */
  const remake = (anew: boolean): void => {
    making = { rows: createLogRows(filter, pattern), done: 0, anew: anew || making?.anew === true };
    make(making);
  };

  const dropOldest = (): void => {
    if (lines.length <= keptLines) return;
    const dropped = lines.splice(0, lines.length - keptLines);
    const first = lines[0]?.n ?? 0;
    shown.dropBefore(first);
    if (making) {
      making.rows.dropBefore(first);
      making.done = Math.max(0, making.done - dropped.length);
    }
    const warnings = state.warnings - levelCount(dropped, 'warn');
    publish({ warnings, errors: state.errors - levelCount(dropped, 'error'), droppedFromStart: true });
  };

  const append = (news: readonly LogLine[], unreadable: string | null): void => {
    for (const line of news) {
      lines.push(line);
      if (!making) shown.add(line);
    }
    const warnings = state.warnings + levelCount(news, 'warn');
    publish({ ready: true, unreadable, warnings, errors: state.errors + levelCount(news, 'error') });
    // On its own, because a list that grows and loses its beginning at the same time can't keep its place.
    if (lines.length >= keptLines + droppedTogether) setTimeout(dropOldest);
  };
  const begin = ({ lines: held, unreadable }: LogEvent): void => {
    lines = [...held];
    publish({ ready: true, unreadable, warnings: levelCount(held, 'warn'), errors: levelCount(held, 'error') });
    remake(true);
  };

  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    receive: (event) => {
      if (!event.reset) return append(event.lines, event.unreadable);
      // After a lost connection to the same host the first of its lines is one of ours.
      const first = event.lines[0];
      const known = first && lines.find(({ n }) => n === first.n);
      const last = lines.at(-1);
      if (!last || !first || known?.text !== first.text || known.at !== first.at) return begin(event);
      append(
        event.lines.filter(({ n }) => n > last.n),
        event.unreadable,
      );
    },
    show: (next) => {
      if (next.level === filter.level && next.source === filter.source) return;
      filter = next;
      remake(true);
    },
    find: (text) => {
      const next = searchPattern(text);
      if (next?.source === pattern?.source) return;
      pattern = next;
      remake(false);
    },
  };
}
