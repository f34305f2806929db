export interface ListPosition {
  /** -1 while nothing is selected. */
  readonly index: number;
  readonly count: number;
  /** How many rows Page Up and Page Down move by. */
  readonly page: number;
}

/** The index a key moves to in a list; null for a key that doesn't move. */
export function nextIndex(key: string, { index, count, page }: ListPosition): number | null {
  if (count === 0) return null;
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, index + 1);
    case 'ArrowUp':
      return index < 0 ? last : Math.max(0, index - 1);
    case 'PageDown':
      return Math.min(last, index + page);
    case 'PageUp':
      return Math.max(0, index - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
