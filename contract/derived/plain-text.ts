/** What no one sees and web pages, chats, and terminals copy along: soft hyphens, zero widths, directions, byte order marks. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** The typographic characters that word processors and chats put where a name has ASCII. */
const TYPOGRAPHIC: readonly (readonly [RegExp, string])[] = [
  [/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]/g, ' '],
  [/[\u2028\u2029]|\r\n?/g, '\n'],
  [/\u2014/g, '--'],
  [/[\u2010-\u2013\u2212\ufe63\uff0d]/g, '-'],
  [/[\ufe55\uff1a]/g, ':'],
  [/\uff0f/g, '/'],
  [/[\u2018-\u201b\u2032]/g, "'"],
  [/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"'],
];

/** The text without what can't be seen, its spaces, dashes, and quotes in ASCII. */
export function plainText(text: string): string {
  return TYPOGRAPHIC.reduce((plain, [from, to]) => plain.replace(from, to), text.replace(INVISIBLE, ''));
}
