/** One row of the table. */
export interface Figure {
  readonly label: string;
  /** What it is compared with, and the figure of that; empty where there is nothing. */
  readonly baseline: string;
  readonly value: number;
  /** What the value may be at most, or at least; null where there is none. */
  readonly limit: number | { readonly atLeast: number } | null;
  /** Follows both numbers. */
  readonly unit: string;
}

/**
 * The middle value; of an even number, the mean of the middle two.
 * @throws {Error} when there are no values
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('no values to take the median of');
  return (upper + lower) / 2;
}

function cells({ label, baseline, value, limit, unit }: Figure): readonly string[] {
  const measured = [label, baseline || '–', `${value} ${unit}`.trim()];
  if (limit === null) return [...measured, '–', ''];
  const [sign, bound, isMet] =
    typeof limit === 'number' ? ['≤', limit, value <= limit] : ['≥', limit.atLeast, value >= limit.atLeast];
  return [...measured, `${sign} ${bound} ${unit}`.trim(), isMet ? 'met' : 'missed'];
}

/** The figures as a table that says of each with a limit whether it is met. */
export function formatTable(figures: readonly Figure[]): string {
  const all = [['Measurement', 'Baseline', 'Corral', 'Limit', ''], ...figures.map(cells)];
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
