import { isFatalLine } from '../../logs/fatal-line.ts';

/** Ollama's own log: structured, as before 0.5.8, or the access log. What writes one of these is still alive. */
const LOG_LINE = /^(?:time=\S+ level=[A-Z]+|\[GIN(?:-debug)?\] |\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \S+\.go:\d+: )/;
/** Where Go's goroutines, frames and registers begin, after what happened. */
const STACKS = /^(?:goroutine \d+ |runtime stack:|stack: frame=|[re]ax +0x|x0 +0x|r0 +0x)/;

/** How many lines before the last words are looked at for a complaint. */
const LINES_BEFORE = 5;
const COMPLAINT = /error|fail|cannot|can't|invalid|assert|unable|missing|corrupt|abort/i;

/** The longest own words that are put into a sentence, in characters. */
const MAX_WORDS_LENGTH = 300;

export interface LastWords {
  /** What happened, in lines: without goroutines, frames and registers. */
  readonly said: readonly string[];
  /** What a library complained of just before, which often is the reason. */
  readonly before: readonly string[];
  /** The frames that follow. */
  readonly stacks: readonly string[];
}

export function isLogLine(line: string): boolean {
  return LOG_LINE.test(line);
}

/**
 * How a program ended by its own account: the lines from the one that begins its last words, as long as no line of the log
 * follows, which only a living server writes. Null where it said nothing of the kind, or lived on, as after a runner's crash.
 */
export function lastWords(lines: readonly string[]): LastWords | null {
  const first = firstOfLastWords(lines);
  if (first === -1) return null;
  const words = lines.slice(first).filter((line) => !isLogLine(line));
  const before = lines.slice(complaintsBefore(lines, first), first);
  const stacksAt = words.findIndex((line) => STACKS.test(line));
  const end = stacksAt === -1 ? words.length : stacksAt;
  return { said: words.slice(0, end), before, stacks: words.slice(end) };
}

/** Where the complaints begin that immediately precede the line `first`; `first` itself where there are none. */
function complaintsBefore(lines: readonly string[], first: number): number {
  const from = Math.max(0, first - LINES_BEFORE);
  return from + lines.slice(from, first).findLastIndex((line) => isLogLine(line) || !COMPLAINT.test(line)) + 1;
}

/** -1 where there are none. */
function firstOfLastWords(lines: readonly string[]): number {
  const afterLog = lines.findLastIndex(isLogLine) + 1;
  const last = lines.findLastIndex(isFatalLine);
  const isStillDumping = lines.slice(afterLog).some((line) => STACKS.test(line));
  // Another goroutine may write to the log while the stacks are printed.
  if (last < afterLog) return isStillDumping ? last : -1;
  // What is said belongs together as far as no stacks are in between: those are of another program that went down before.
  const earlierStacks = lines.slice(0, last).findLastIndex((line) => STACKS.test(line));
  const from = Math.max(afterLog, earlierStacks + 1);
  return from + lines.slice(from).findIndex(isFatalLine);
}

/** Lines of a run that are kept with its failure, besides its last words. */
const CAUSE_LINES = 40;

/**
 * What of a run's words belongs to its failure: its last words, with what a library said just before. Without any, its last lines, and of
 * a run that never was ready its first ones too.
 */
export function relevantLines(lines: readonly string[], wasReady: boolean): readonly string[] {
  const first = firstOfLastWords(lines);
  if (first !== -1) return lines.slice(complaintsBefore(lines, first));
  return wasReady ? lines.slice(-CAUSE_LINES) : lines;
}

/** The last words in one line, as they are put into a sentence: Ollama's `Error: …` (cobra), or how they begin. */
export function ownWords({ said }: LastWords): string {
  const error = said.findLast((line) => line.startsWith('Error: '));
  return shortened(error?.slice('Error: '.length) ?? said[0] ?? '');
}

/** Without its period, and not longer than a sentence bears. */
export function shortened(words: string): string {
  const text = words.trim().replace(/\.$/, '');
  return text.length > MAX_WORDS_LENGTH ? `${text.slice(0, MAX_WORDS_LENGTH - 1)}…` : text;
}
