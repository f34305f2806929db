import type { LogLine } from '../../../contract/logs.ts';

export type LevelFilter = 'all' | 'info' | 'warn' | 'error';
export type SourceFilter = 'all' | LogLine['source'];

export interface LineFilter {
  /** The lowest level that is shown. */
  readonly level: LevelFilter;
  readonly source: SourceFilter;
}

const rank: Readonly<Record<LogLine['level'], number>> = { debug: 0, raw: 0, request: 1, info: 1, warn: 2, error: 3 };
const minRank: Readonly<Record<LevelFilter, number>> = { all: 0, info: 1, warn: 2, error: 3 };

export function isShown(line: LogLine, { level, source }: LineFilter): boolean {
  return rank[line.level] >= minRank[level] && (source === 'all' || line.source === source);
}

/** Matches a text literally, ignoring case; null for an empty search. */
export function searchPattern(text: string): RegExp | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : new RegExp(trimmed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
}
