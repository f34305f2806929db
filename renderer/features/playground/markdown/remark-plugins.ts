import { findAndReplace } from 'mdast-util-find-and-replace';
import { defaultRemarkPlugins, type StreamdownProps } from 'streamdown';

type Tree = Parameters<typeof findAndReplace>[0];

/**
 * What a response has as text: HTML, so that a tag at the start of a line neither ends a list nor hides what follows; definitions of
 * links and footnotes, which would change text that was shown long before.
 */
const DISABLED = [
  'htmlFlow',
  'htmlText',
  'definition',
  'gfmFootnoteCall',
  'gfmFootnoteDefinition',
  'gfmPotentialFootnoteCall',
];

const LINE_BREAK = /<br\s*\/?>/gi;

function disableConstructs(this: { data(): object }): void {
  const data: { micromarkExtensions?: readonly unknown[] } & object = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: DISABLED } }];
}

/** The one tag that models use where Markdown has nothing: a new line in a cell of a table. */
function breakLines() {
  return (tree: Tree): void => findAndReplace(tree, [LINE_BREAK, () => ({ type: 'break' })]);
}

const { gfm, ...otherPlugins } = defaultRemarkPlugins;

/** Streamdown's, with these differences; and one `~` isn't deleted text, because models write `20~25`. */
export const remarkPlugins: NonNullable<StreamdownProps['remarkPlugins']> = [
  disableConstructs,
  [[gfm].flat()[0], { singleTilde: false }],
  breakLines,
  ...Object.values(otherPlugins),
];
