/** Counts how often each thing happened, and how often it had no effect. */
export interface Tally {
  add(name: string, hadEffect: boolean): void;
  /** The most frequent first, in one line. */
  text(): string;
}

export function createTally(): Tally {
  const counts = new Map<string, { readonly total: number; readonly withoutEffect: number }>();
  return {
    add: (name, hadEffect) => {
      const { total, withoutEffect } = counts.get(name) ?? { total: 0, withoutEffect: 0 };
      counts.set(name, { total: total + 1, withoutEffect: withoutEffect + (hadEffect ? 0 : 1) });
    },
    text: () =>
      [...counts]
        .sort(([, a], [, b]) => b.total - a.total)
        .map(([name, { total, withoutEffect }]) => {
          return `${name} ${total}${withoutEffect > 0 ? ` (${withoutEffect} without effect)` : ''}`;
        })
        .join(', '),
  };
}
