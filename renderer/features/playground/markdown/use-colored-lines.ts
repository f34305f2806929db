import { createContext, useContext, useEffect, useReducer, useRef } from 'react';
import type { ColorCode } from './color-worker-client.ts';
import { type ColoredCode, mergeColors } from './colored-lines.ts';
import type { ColoredLines } from './highlight-protocol.ts';

/** Where blocks have their code coloured; without one it stays plain. */
export const ColorCodeContext = createContext<ColorCode | null>(null);

/** While a block grows its next lines bring the new colours along; only the last ones have to be waited for. Milliseconds. */
const settleMs = 150;

/** The lines of a block, in colour as soon as the worker has them; one question at a time while the block grows. */
export function useColoredLines(code: string, grammar: string | null): ColoredLines {
  const colorCode = useContext(ColorCodeContext);
  const colored = useRef<ColoredCode | null>(null);
  const latest = useRef(code);
  const asking = useRef<boolean>(false);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    latest.current = code;
    if (colorCode === null || grammar === null) return;
    const ask = (asked: string): void => {
      asking.current = true;
      colorCode(grammar, asked, (lines) => {
        asking.current = false;
        if (lines === null) return;
        colored.current = { code: asked, lines };
        if (latest.current !== asked) ask(latest.current);
      });
    };
    if (!asking.current && colored.current?.code !== code) ask(code);
    const timer = setInterval(() => {
      if (asking.current) return;
      clearInterval(timer);
      redraw();
    }, settleMs);
    return () => clearInterval(timer);
  }, [code, grammar, colorCode]);
  return mergeColors(code, colored.current);
}
