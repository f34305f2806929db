import type { LogLine } from '../../../contract/logs.ts';

export type LevelFilter = 'all' | 'info' | 'warn' | 'error';

const rank: Readonly<Record<LogLine['level'], number>> = { debug: 0, raw: 0, request: 1, info: 1, warn: 2, error: 3 };
const least: Readonly<Record<LevelFilter, number>> = { all: 0, info: 1, warn: 2, error: 3 };

/** The lines of a level and those above it that hold the text, whatever its case. */
export function filterLines(lines: readonly LogLine[], level: LevelFilter, text: string): readonly LogLine[] {
  const wanted = text.trim().toLowerCase();
  if (level === 'all' && wanted === '') return lines;
  return lines.filter(
    (line) => rank[line.level] >= least[level] && (wanted === '' || line.text.toLowerCase().includes(wanted)),
  );
}

/** How many lines are of exactly this level. */
export const countLevel = (lines: readonly LogLine[], level: LogLine['level']): number =>
  lines.reduce((count, line) => count + (line.level === level ? 1 : 0), 0);
