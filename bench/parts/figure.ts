/** One line of the table. */
export interface Figure {
  readonly what: string;
  /** What it is measured against, with its own figure; empty where there is nothing. */
  readonly anchor: string;
  readonly value: number;
  /** null for what is only told. */
  readonly limit: number | null;
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

function cells({ what, anchor, value, limit, unit }: Figure): readonly string[] {
  const told = [what, anchor || '–', `${value} ${unit}`.trim()];
  return limit === null
    ? [...told, '–', '']
    : [...told, `≤ ${limit} ${unit}`.trim(), value <= limit ? 'holds' : 'missed'];
}

/** The figures as a table, with a word for each that has a limit: whether it is within. */
export function formatTable(figures: readonly Figure[]): string {
  const all = [['What', 'Anchor', 'Ours', 'Limit', ''], ...figures.map(cells)];
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
