/** A part of a text that Markdown reads on its own, whatever comes before and after it. */
export interface MarkdownBlock {
  /** Without blank lines at its end. */
  readonly text: string;
  /** Where the text ends: in the line that opens fenced code, in fenced code or the line that closes it, or anywhere else. */
  readonly endsIn: 'fence' | 'code' | 'text';
}

interface Fence {
  /** Three or more backticks or tildes. */
  readonly marks: string;
  /** Inside of a list, so that after a blank line a line that isn't indented ends it. */
  readonly isIndented: boolean;
}

const LINE = /[^\n]*\n|[^\n]+$/g;
const FENCE = /^(?<before>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?<marks>`{3,}|~{3,})(?<info>.*)$/;
const LIST_ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const INDENTED = /^[ \t]/;

/** The fence that is open after `line`. */
function fenceAfter(line: string, fence: Fence | null): Fence | null {
  const { before = '', marks = '', info = '' } = FENCE.exec(line)?.groups ?? {};
  if (marks === '') return fence;
  if (fence !== null) return marks.startsWith(fence.marks) && before.trim() === '' && info === '' ? null : fence;
  return marks.startsWith('`') && info.includes('`') ? null : { marks, isIndented: before !== '' };
}

/** Whether a line after a blank one can't belong to the block that begins with `first`. */
function startsBlock(line: string, first: string): boolean {
  return !INDENTED.test(line) && !(LIST_ITEM.test(line) && LIST_ITEM.test(first));
}

/**
 * Splits Markdown at blank lines outside of lists and around code, so that a growing response has only its last block parsed again.
 * Streamdown's own splitter is another parser's, which ends a list or a quotation where this page's parser continues it.
 */
export function markdownBlocks(text: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  let lines: string[] = [];
  let fence: Fence | null = null;
  let isAfterBlank = false;
  let wasClosed = false;
  let endsIn: MarkdownBlock['endsIn'] = 'text';
  const endBlock = (): void => {
    if (lines.length > 0) blocks.push({ text: lines.join('').trimEnd(), endsIn });
    lines = [];
  };
  for (const line of text.match(LINE) ?? []) {
    const content = line.trimEnd();
    if (content === '') {
      isAfterBlank = true;
      if (lines.length > 0) lines.push(line);
      continue;
    }
    if (isAfterBlank) {
      if (fence?.isIndented && !INDENTED.test(content)) fence = null;
      if (fence === null && startsBlock(content, lines[0] ?? '')) endBlock();
      isAfterBlank = false;
    }
    const before: Fence | null = fence;
    fence = fenceAfter(content, fence);
    // A fence at the margin is in no list or quotation.
    if (wasClosed || (before === null && fence?.isIndented === false)) endBlock();
    wasClosed = before?.isIndented === false && fence === null;
    if (before !== null) endsIn = 'code';
    else if (fence === null) endsIn = 'text';
    else endsIn = line.endsWith('\n') ? 'code' : 'fence';
    lines.push(line);
  }
  endBlock();
  return blocks;
}
