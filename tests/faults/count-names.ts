/** How often each name comes, the most frequent first, in one line. */
export function countNames(names: readonly string[]): string {
  const counted = [...Map.groupBy(names, (name) => name)].sort(([, a], [, b]) => b.length - a.length);
  return counted.map(([name, all]) => `${name} ${all.length}`).join(', ');
}
