import { type RefObject, useEffect, useRef } from 'react';

export interface FocusAfterRemoval {
  /** Of the list; each of its items ends with the button that removes it. */
  readonly list: RefObject<HTMLUListElement | null>;
  /** Call it when a person removes an item. */
  readonly removing: (item: string) => void;
}

/** Moves the focus from a removed item's button to that of the next item, or to `otherwise` after the last one. */
export function useFocusAfterRemoval(
  items: readonly string[],
  otherwise: RefObject<HTMLElement | null>,
): FocusAfterRemoval {
  const list = useRef<HTMLUListElement>(null);
  const removed = useRef<{ readonly item: string; readonly index: number } | null>(null);
  useEffect(() => {
    if (removed.current === null || items.includes(removed.current.item)) return;
    const { index } = removed.current;
    removed.current = null;
    // The person may have moved the focus in the meantime.
    if (document.activeElement !== document.body) return;
    const next = list.current?.children[Math.min(index, items.length - 1)];
    const button = next && [...next.querySelectorAll('button')].at(-1);
    (button ?? otherwise.current)?.focus();
  });
  return {
    list,
    removing: (item) => {
      removed.current = { item, index: items.indexOf(item) };
    },
  };
}
