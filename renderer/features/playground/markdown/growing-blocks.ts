import { closingMarks } from './closing-marks.ts';
import { literalMath } from './literal-math.ts';
import { type MarkdownBlock, markdownBlocks } from './markdown-blocks.ts';

/** A text in brackets that is longer is shown before it is known whether a link follows. */
const MAX_LINK_TEXT_LENGTH = 200;

/** A last line that may become a rule, a heading's underline, an item, a quotation, a fence, or a row. */
const UNDECIDED_LINE =
  /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+)*(?:[-*+=_#>|:`~ \t]+|\d{1,9}[.)]?|\[[ xX]?\]?)?[ \t]*$/;
/** Longer lines aren't, which also bounds the search. */
const MAX_UNDECIDED_LINE_LENGTH = 80;
/** More than a text needs that isn't made to need many. */
const MAX_CUTS = 12;
/** Not yet a row, because a delimiter row may come. */
const UNDECIDED_ROW = /^[ \t:|-]*$/;
const ROW = /^[ \t]*\|/;

const UNDECIDED_ENDS: readonly RegExp[] = [
  // A link or an image without its end.
  new RegExp(
    String.raw`!?(?<!\\)\[(?:[^[\]\n\\]|\\.){0,${MAX_LINK_TEXT_LENGTH}}(?:\](?:\((?:[^()\n]|\([^()\n]*\))*(?:\([^()\n]*)?)?)?$`,
  ),
  // Marks of emphasis and code, an escape, a character reference, an image, a line break, and an address in angle brackets.
  /(?:(?<![*_~`])[*_~`]+|\\|!|&#?\w{0,31}|<(?:b(?:r[ \t]{0,9}\/?)?|h(?:t(?:t(?:ps?(?::[^\s>]{0,2000})?)?)?)?)?)$/i,
];
const CLOSING_FENCE = /(?:^|\n)[ \t]*[`~]+$/;

/** How many of the lines at the end are certain not to become something else: not the head of a table, for example. */
function decidedLines(lines: readonly string[]): number {
  const firstRow = lines.findLastIndex((line) => !ROW.test(line)) + 1;
  const rows = lines.slice(firstRow);
  const [, second = ''] = rows;
  if (rows.length > 0 && rows.length < 3 && UNDECIDED_ROW.test(second)) return firstRow;
  const last = lines.at(-1) ?? '';
  return last.length < MAX_UNDECIDED_LINE_LENGTH && UNDECIDED_LINE.test(last) ? lines.length - 1 : lines.length;
}

/** The text of a block without what may become something else with the next characters; one step of it. */
function withoutUndecided({ text, endsIn }: MarkdownBlock): string {
  if (endsIn === 'fence') return text.slice(0, text.lastIndexOf('\n') + 1);
  if (endsIn === 'code') return text.replace(CLOSING_FENCE, '');
  const lines = text.split('\n');
  return UNDECIDED_ENDS.reduce(
    (part, undecided) => part.replace(undecided, ''),
    lines.slice(0, decidedLines(lines)).join('\n'),
  );
}

/** A block that still grows, as Markdown that shows what is certain of it and no marks. */
function growingBlock(block: MarkdownBlock): string {
  let certain: MarkdownBlock | undefined = block;
  for (let cuts = 0; cuts < MAX_CUTS && certain !== undefined; cuts += 1) {
    const text = withoutUndecided(certain);
    if (text === certain.text) break;
    certain = markdownBlocks(text)[0];
  }
  if (certain === undefined) return '';
  const literal = literalMath(certain.text, true);
  return certain.endsIn === 'text' ? literal + closingMarks(literal) : literal;
}

/** The blocks of a finished text. */
export function finishedBlocks(text: string): string[] {
  return markdownBlocks(text).map((block) => literalMath(block.text, false));
}

/** The blocks of a text that grows. What its end will be is held back while it isn't known, so that nothing shown is withdrawn. */
export function growingBlocks(text: string): string[] {
  const blocks = markdownBlocks(text);
  const last = blocks.pop();
  const finished = blocks.map((block) => literalMath(block.text, false));
  const growing = last === undefined ? '' : growingBlock(last);
  return growing === '' ? finished : [...finished, growing];
}
