import { isFatalLine } from './fatal-line.ts';

/** Lines that are kept of each part: a start says why it fails within a few, and a panic before its stacks. */
const LINES_KEPT = 40;
/** A crash says all it has to say within a few lines: `terminate called …`, `what(): …`, `SIGABRT: abort`. A later one is another. */
const LINES_OF_ONE_CRASH = 8;
/** A longer line is cut, in characters, so that what is kept stays small. */
const MAX_LINE_LENGTH = 2_000;

/** What a run said first, what it said last, and how its last words began, in between or among them. */
export interface RunWords {
  add(text: string): void;
  /** Oldest first, without blank lines; `gap` words the number of lines that are left out at a place. */
  lines(gap: (count: number) => string): string[];
}

interface KeptLine {
  readonly n: number;
  readonly text: string;
}

/** Keeps at most three times 40 lines, however much a run says: goroutines alone may take thousands. */
export function createRunWords(): RunWords {
  const head: KeptLine[] = [];
  const tail: KeptLine[] = [];
  let fatal: KeptLine[] = [];
  let lastFatal = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    add: (text) => {
      if (text.trim() === '') return;
      const line = { n: count, text: text.slice(0, MAX_LINE_LENGTH) };
      count += 1;
      if (head.length < LINES_KEPT) head.push(line);
      tail.push(line);
      if (tail.length > LINES_KEPT) tail.shift();
      const isFatal = isFatalLine(text);
      if (isFatal && count - lastFatal > LINES_OF_ONE_CRASH) fatal = [line];
      else if (fatal.length > 0 && fatal.length < LINES_KEPT) fatal.push(line);
      if (isFatal) lastFatal = count;
    },
    lines: (gap) => {
      const byNumber = new Map([...head, ...fatal, ...tail].map((line) => [line.n, line]));
      const kept = [...byNumber.values()].sort((a, b) => a.n - b.n);
      return kept.flatMap(({ n, text }, index) => {
        const missing = n - (kept[index - 1]?.n ?? -1) - 1;
        return missing > 0 ? [gap(missing), text] : [text];
      });
    },
  };
}
