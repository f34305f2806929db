import { codeEnd } from './code-end.ts';

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['\\[', '\\]'],
  ['\\(', '\\)'],
  ['$$', '$$'],
]);
/** What begins code or a formula, and every other escaped character, so that it begins neither. */
const TOKEN = /`+|~{3,}|\$\$|\\[\s\S]/g;
/** Code in a fence that isn't closed extends to the end, even of a finished text. */
const FENCE = /^(?:`{3}|~)/;
const MATH = /\\[[\]()]|\$\$/;
const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** Where code or a formula that begins with `token` ends; null when it isn't closed. */
function endOf(token: string, text: string, from: number): number | null {
  const closing = CLOSING.get(token);
  if (closing === undefined) return codeEnd(text, token, from);
  const at = text.indexOf(closing, from);
  return at === -1 ? null : at + closing.length;
}

/**
 * Escapes the formulas of a block, between `\[` and `\]`, `\(` and `\)`, or `$$` and `$$`, so that Markdown shows them as they were
 * written and takes no part of them for emphasis, links, or escapes. With `growing`, one that isn't closed yet extends to the end.
 */
export function literalMath(block: string, growing: boolean): string {
  if (!MATH.test(block)) return block;
  const parts: string[] = [];
  /** Searched for an end in vain, which isn't repeated, so that the time is linear. */
  const unclosed = new Set<string>();
  let done = 0;
  const tokens = new RegExp(TOKEN);
  for (let match = tokens.exec(block); match !== null; match = tokens.exec(block)) {
    const [token] = match;
    const isFormula = CLOSING.has(token);
    if (isFormula || /^[`~]/.test(token)) {
      const end = unclosed.has(token) ? null : endOf(token, block, tokens.lastIndex);
      if (end === null) unclosed.add(token);
      const isOpen = growing || FENCE.test(token);
      tokens.lastIndex = end ?? (isOpen ? block.length : tokens.lastIndex);
    }
    if (!isFormula && !/^\\[\])]/.test(token)) continue;
    const formula = block.slice(match.index, tokens.lastIndex);
    parts.push(block.slice(done, match.index), formula.replace(ASCII_PUNCTUATION, '\\$&'));
    done = tokens.lastIndex;
  }
  return parts.join('') + block.slice(done);
}
