import { codeEnd } from './code-end.ts';

interface OpenMarks {
  readonly mark: string;
  count: number;
}

/** An escaped character, code, emphasis, and deleted text. */
const TOKEN = /\\[\s\S]|`+|\*+|_+|~~/g;
/** More than a text needs that isn't made to need many; bounds the search for the ones that a mark closes. */
const MAX_OPEN_MARKS = 32;
/** Up to where the last paragraph, heading, item, or cell begins, or the last code ends. */
const LEAF =
  /^[\s\S]*(?:\n[ \t]*\n|(?:^|\n)[ \t]*(?:`{3,}|~{3,})[^\n]*\n|(?:^|\n)[ \t]*(?:(?:[-*+]|\d{1,9}[.)]|>|#{1,6})[ \t]+)+|(?:^|\n)[ \t]*\|(?:[^\n]*\|)?)/;
const PUNCTUATION = /[\p{P}\p{S}]/u;

function isSpace(character: string): boolean {
  return character.trim() === '';
}

/** Which of the two a run of marks may do, by the characters around it (CommonMark 0.31.2, 6.2). */
function flanking(mark: string, before: string, after: string): { readonly opens: boolean; readonly closes: boolean } {
  const isLeft = !isSpace(after) && (!PUNCTUATION.test(after) || isSpace(before) || PUNCTUATION.test(before));
  const isRight = !isSpace(before) && (!PUNCTUATION.test(before) || isSpace(after) || PUNCTUATION.test(after));
  if (mark !== '_') return { opens: isLeft, closes: isRight };
  return {
    opens: isLeft && (!isRight || PUNCTUATION.test(before)),
    closes: isRight && (!isLeft || PUNCTUATION.test(after)),
  };
}

/** Closes the innermost open marks that these can close; gives how many are left. */
function close(open: OpenMarks[], mark: string, count: number): number {
  const index = open.findLastIndex((each) => each.mark === mark);
  const opened = open[index];
  if (opened === undefined || count === 0) return count;
  const closed = Math.min(opened.count, count);
  opened.count -= closed;
  open.splice(opened.count === 0 ? index : index + 1);
  return close(open, mark, count - closed);
}

/** The marks that close the emphasis and the code that are open at the end of a Markdown text. */
export function closingMarks(text: string): string {
  const leaf = text.slice(LEAF.exec(text)?.[0].length ?? 0);
  const open: OpenMarks[] = [];
  const tokens = new RegExp(TOKEN);
  for (let match = tokens.exec(leaf); match !== null; match = tokens.exec(leaf)) {
    const [marks] = match;
    const mark = marks.charAt(0);
    if (mark === '\\') continue;
    if (mark === '`') {
      const end = codeEnd(leaf, marks, tokens.lastIndex);
      if (end === null) return marks + reversed(open);
      tokens.lastIndex = end;
      continue;
    }
    const { opens, closes } = flanking(mark, leaf.charAt(match.index - 1), leaf.charAt(tokens.lastIndex));
    const count = closes ? close(open, mark, marks.length) : marks.length;
    if (opens && count > 0) open.push({ mark, count });
    if (open.length > MAX_OPEN_MARKS) open.shift();
  }
  return reversed(open);
}

function reversed(open: readonly OpenMarks[]): string {
  return open
    .map(({ mark, count }) => mark.repeat(count))
    .reverse()
    .join('');
}
