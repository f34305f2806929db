import type { LogLine } from '../../contract/logs.ts';

export interface LineLimits {
  readonly lines: number;
  /** In all lines together. */
  readonly characters: number;
}

/** How far the limits may be exceeded for a while, so that lines are seldom dropped. */
const SLACK = 1.2;

/** The newest lines within both limits, oldest first. */
function newestLines(lines: readonly LogLine[], limits: LineLimits): LogLine[] {
  let charactersLeft = limits.characters;
  const lastDropped = lines.findLastIndex(({ text }, i) => {
    charactersLeft -= text.length;
    return charactersLeft < 0 || i < lines.length - limits.lines;
  });
  return lines.slice(lastDropped + 1);
}

/** The newest lines of a log in memory, numbered as they are added. */
export interface LineBuffer {
  /** Number of the newest line; 0 without any. */
  readonly last: number;
  add(lines: readonly Omit<LogLine, 'n'>[]): void;
  /** Oldest first. */
  all(): LogLine[];
  /** Those with a higher number, oldest first; some may have been dropped already. */
  after(n: number): LogLine[];
  /** The newest `count` texts of a run that aren't blank, oldest first. */
  lastOf(runId: string, count: number): string[];
}

export function createLineBuffer(limits: LineLimits): LineBuffer {
  let lines: LogLine[] = [];
  let characters = 0;
  let last = 0;
  return {
    get last() {
      return last;
    },
    add(added) {
      for (const line of added) {
        last += 1;
        lines.push({ n: last, ...line });
        characters += line.text.length;
      }
      if (lines.length <= limits.lines * SLACK && characters <= limits.characters * SLACK) return;
      lines = newestLines(lines, limits);
      characters = lines.reduce((sum, { text }) => sum + text.length, 0);
    },
    all: () => newestLines(lines, limits),
    after: (n) => lines.filter((line) => line.n > n),
    lastOf: (runId, count) =>
      lines
        .filter((line) => line.runId === runId && line.text.trim() !== '')
        .slice(-count)
        .map(({ text }) => text),
  };
}
