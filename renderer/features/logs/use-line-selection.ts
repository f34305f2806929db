import { type ClipboardEvent, type RefObject, useEffect, useState } from 'react';
import { indexAt, isSeparator, type LogRowData } from './log-rows.ts';

/** The `n` of the line that contains a node; null outside of the list. */
function lineOf(node: Node | null, list: HTMLElement | null): number | null {
  if (!node || !list?.contains(node)) return null;
  const element = node instanceof Element ? node : node.parentElement;
  const n = element?.closest('[data-n]')?.getAttribute('data-n');
  return n ? Number(n) : null;
}

/** Whether a range ends before the first character of its last line, as after a triple click on the line above. */
function endsBefore({ endContainer, endOffset }: Range): boolean {
  const element = endContainer instanceof Element ? endContainer : endContainer.parentElement;
  const row = element?.closest('[data-n]');
  if (!row) return false;
  const before = document.createRange();
  before.setStart(row, 0);
  before.setEnd(endContainer, endOffset);
  return before.toString() === '';
}

export interface LineSelection {
  /** Indexes of the rows at the selection's ends. They stay in the document, so that a selection can extend beyond the view. */
  readonly keepMounted: readonly number[];
  readonly onCopy: (event: ClipboardEvent) => void;
}

/** Selects across many lines of a virtualized list, and copies whole lines as they were written. */
export function useLineSelection(list: RefObject<HTMLElement | null>, rows: readonly LogRowData[]): LineSelection {
  const [ends, setEnds] = useState<readonly number[]>([]);
  useEffect(() => {
    const onSelectionChange = (): void => {
      const selection = document.getSelection();
      // A selection that has just started counts too: its start has to stay in the document.
      const next = [selection?.anchorNode ?? null, selection?.focusNode ?? null]
        .map((node) => lineOf(node, list.current))
        .filter((n) => n !== null);
      setEnds((before) => (before.length === next.length && before.every((n, i) => n === next[i]) ? before : next));
    };
    document.addEventListener('selectionchange', onSelectionChange);
    return () => document.removeEventListener('selectionchange', onSelectionChange);
  }, [list]);

  const onCopy = (event: ClipboardEvent): void => {
    const selection = document.getSelection();
    if (selection === null || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    const first = lineOf(range.startContainer, list.current);
    const last = lineOf(range.endContainer, list.current);
    if (first === null || last === null || first === last) return;
    const lines = rows.slice(indexAt(rows, first), indexAt(rows, last) + (endsBefore(range) ? 0 : 1));
    const texts = lines.flatMap((row) => (isSeparator(row) ? [] : [row.text]));
    event.clipboardData.setData('text/plain', texts.join('\n'));
    event.preventDefault();
  };
  const keepMounted = ends.map((n) => indexAt(rows, n)).filter((index) => index < rows.length);
  return { keepMounted, onCopy };
}
