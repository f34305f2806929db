import { type ClipboardEvent, type RefObject, useEffect, useState } from 'react';
import { indexAt, isMark, type LogRowData } from './log-rows.ts';

/** The `n` of the line that a place in the document lies in; null outside of the list. */
function lineOf(node: Node | null, list: HTMLElement | null): number | null {
  if (!node || !list?.contains(node)) return null;
  const element = node instanceof Element ? node : node.parentElement;
  const n = element?.closest('[data-n]')?.getAttribute('data-n');
  return n ? Number(n) : null;
}

/** Whether a selection ends before the first character of a line, as a triple click on the line above does. */
function endsBefore({ endContainer, endOffset }: Range): boolean {
  const element = endContainer instanceof Element ? endContainer : endContainer.parentElement;
  const row = element?.closest('[data-n]');
  if (!row) return false;
  const before = document.createRange();
  before.setStart(row, 0);
  before.setEnd(endContainer, endOffset);
  return before.toString() === '';
}

export interface KeptSelection {
  /** Rows at the selection's ends: they stay in the document, so that a selection can go on beyond what is in view. */
  readonly keepMounted: readonly number[];
  readonly onCopy: (event: ClipboardEvent) => void;
}

/** Lets a person select over many lines of a list of which only those in view are drawn, and copies whole lines as they were written. */
export function useKeptSelection(list: RefObject<HTMLElement | null>, rows: readonly LogRowData[]): KeptSelection {
  const [ends, setEnds] = useState<readonly number[]>([]);
  useEffect(() => {
    const follow = (): void => {
      const selection = document.getSelection();
      // One that is only begun counts too: its beginning must not go before its end is there.
      const next = [selection?.anchorNode ?? null, selection?.focusNode ?? null]
        .map((node) => lineOf(node, list.current))
        .filter((n) => n !== null);
      setEnds((held) => (held.length === next.length && held.every((n, i) => n === next[i]) ? held : next));
    };
    document.addEventListener('selectionchange', follow);
    return () => document.removeEventListener('selectionchange', follow);
  }, [list]);

  const onCopy = (event: ClipboardEvent): void => {
    const selection = document.getSelection();
    if (selection === null || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    const first = lineOf(range.startContainer, list.current);
    const last = lineOf(range.endContainer, list.current);
    if (first === null || last === null || first === last) return;
    const lines = rows.slice(indexAt(rows, first), indexAt(rows, last) + (endsBefore(range) ? 0 : 1));
    const texts = lines.flatMap((row) => (isMark(row) ? [] : [row.text]));
    event.clipboardData.setData('text/plain', texts.join('\n'));
    event.preventDefault();
  };
  const keepMounted = ends.map((n) => indexAt(rows, n)).filter((index) => index < rows.length);
  return { keepMounted, onCopy };
}
