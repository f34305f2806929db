/** One line of the table. */
export interface Figure {
  readonly what: string;
  /** What it is measured against, where something is. */
  readonly anchor: string;
  readonly value: number;
  readonly limit: number;
  /** Written after both numbers. */
  readonly unit: string;
}

/** The middle of some measurements; of an even number, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('there is no median of nothing');
  return (upper + lower) / 2;
}

/** The figures as a table, with a word for each that is over its limit. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, anchor, value, limit, unit }) => [
    what,
    anchor,
    `≤ ${limit} ${unit}`,
    `${value} ${unit}`,
    value <= limit ? 'holds' : 'missed',
  ]);
  const all = [['What', 'Anchor', 'Limit', 'Ours', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
