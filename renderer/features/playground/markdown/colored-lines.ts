import type { ColoredLines, ColoredText } from './highlight-protocol.ts';

/** Highlighted code; the block may have grown since. */
export interface ColoredCode {
  readonly code: string;
  readonly lines: ColoredLines;
}

/** The lines of `code`, highlighted as far as possible. The last highlighted line may have grown, so it is plain. */
export function mergeColors(code: string, colored: ColoredCode | null): ColoredLines {
  if (colored?.code === code) return colored.lines;
  const known = colored && code.startsWith(colored.code) ? colored.lines.slice(0, -1) : [];
  return [...known, ...code.split('\n').slice(known.length).map(plainLine)];
}

export function isSameLine(a: readonly ColoredText[], b: readonly ColoredText[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((run, i) => run.text === b[i]?.text && run.color === b[i]?.color);
}

function plainLine(text: string): readonly ColoredText[] {
  return [{ text, color: null }];
}
