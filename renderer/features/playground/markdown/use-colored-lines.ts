import { createContext, useContext, useEffect, useRef, useState } from 'react';
import type { ColorCode } from './color-worker-client.ts';
import { type ColoredCode, mergeColors } from './colored-lines.ts';
import type { ColoredLines } from './highlight-protocol.ts';

/** Where blocks have their code coloured; without one it stays plain. */
export const ColorCodeContext = createContext<ColorCode | null>(null);

/** The lines of a block, in colour as soon as the worker has them; one question at a time while the block grows. */
export function useColoredLines(code: string, grammar: string | null): ColoredLines {
  const colorCode = useContext(ColorCodeContext);
  const [colored, setColored] = useState<ColoredCode | null>(null);
  const latest = useRef(code);
  const asking = useRef<boolean>(false);
  useEffect(() => {
    latest.current = code;
    if (colorCode === null || grammar === null || asking.current) return;
    const ask = (asked: string): void => {
      asking.current = true;
      colorCode(grammar, asked, (lines) => {
        asking.current = false;
        if (lines !== null) setColored({ code: asked, lines });
        if (latest.current !== asked && lines !== null) ask(latest.current);
      });
    };
    ask(code);
  }, [code, grammar, colorCode]);
  return mergeColors(code, colored);
}
