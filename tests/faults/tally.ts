/** How often each thing happened, and how often it found nothing to happen to. */
export interface Tally {
  add(name: string, inVain: boolean): void;
  /** The most frequent first, in one line. */
  text(): string;
}

export function createTally(): Tally {
  const counts = new Map<string, { readonly all: number; readonly inVain: number }>();
  return {
    add: (name, inVain) => {
      const before = counts.get(name) ?? { all: 0, inVain: 0 };
      counts.set(name, { all: before.all + 1, inVain: before.inVain + (inVain ? 1 : 0) });
    },
    text: () =>
      [...counts]
        .sort(([, a], [, b]) => b.all - a.all)
        .map(([name, { all, inVain }]) => `${name} ${all}${inVain > 0 ? ` (${inVain} in vain)` : ''}`)
        .join(', '),
  };
}
