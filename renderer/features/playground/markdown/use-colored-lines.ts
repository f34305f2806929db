import { createContext, useContext, useEffect, useReducer, useRef } from 'react';
import type { ColorCode } from './color-worker-client.ts';
import { type ColoredCode, mergeColors } from './colored-lines.ts';
import type { ColoredLines } from './highlight-protocol.ts';

/** Highlights the code of blocks; without it code stays plain. */
export const ColorCodeContext = createContext<ColorCode | null>(null);

/**
 * While a block grows, its next lines bring the latest colors along, so that only the last lines need a redraw of their
 * own once the worker has replied.
 */
const SETTLE_INTERVAL_MS = 150;

/** The lines of a block, highlighted as soon as the worker has replied; one request at a time while the block grows. */
export function useColoredLines(code: string, grammar: string | null): ColoredLines {
  const colorCode = useContext(ColorCodeContext);
  const colored = useRef<ColoredCode | null>(null);
  const latest = useRef(code);
  const isPending = useRef<boolean>(false);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    latest.current = code;
    if (colorCode === null || grammar === null) return;
    const request = (requested: string): void => {
      isPending.current = true;
      colorCode(grammar, requested, (lines) => {
        isPending.current = false;
        if (lines === null) return;
        colored.current = { code: requested, lines };
        if (latest.current !== requested) request(latest.current);
      });
    };
    if (!isPending.current && colored.current?.code !== code) request(code);
    const timer = setInterval(() => {
      if (isPending.current) return;
      clearInterval(timer);
      redraw();
    }, SETTLE_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [code, grammar, colorCode]);
  return mergeColors(code, colored.current);
}
