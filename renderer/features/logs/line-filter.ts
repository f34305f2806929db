import type { LogLine } from '../../../contract/logs.ts';

export type LevelFilter = 'all' | 'info' | 'warn' | 'error';
export type SourceFilter = 'all' | LogLine['source'];

export interface LineFilter {
  /** The level from which on lines are shown. */
  readonly level: LevelFilter;
  readonly source: SourceFilter;
}

const rank: Readonly<Record<LogLine['level'], number>> = { debug: 0, raw: 0, request: 1, info: 1, warn: 2, error: 3 };
const least: Readonly<Record<LevelFilter, number>> = { all: 0, info: 1, warn: 2, error: 3 };

export function isShown(line: LogLine, { level, source }: LineFilter): boolean {
  return rank[line.level] >= least[level] && (source === 'all' || line.source === source);
}

/** What finds a text in a line, whatever its case; null where nothing is looked for. */
export function searchPattern(text: string): RegExp | null {
  const desired = text.trim();
  return desired === '' ? null : new RegExp(desired.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
}
