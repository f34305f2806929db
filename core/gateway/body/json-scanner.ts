import { isTooLarge, type TextRange } from './large-numbers.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const COMMA = 44;
const BRACKETS = new Set([91, 123]);
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const SMALL_E = 101;
/** A number of no more letters, and without an exponent, is read as it stands there. */
const EXACT_LETTERS = 15;
/** `+`, `-`, `.`, and both cases of `e`. */
const BESIDE_DIGITS = new Set([43, 45, 46, 69, SMALL_E]);
/**
 * Far more than any client sends, and so few that reading them holds nobody else up: a context has some 100,000 tokens, a set
 * of tools some thousand fields. What is costly is counted apart.
 */
const MOST = { values: 1_000_000, fieldsAndContainers: 200_000, topLevelFields: 1_000, largeNumbers: 1_000 };
/** JSON's white space: tab, line feed, carriage return, space. */
const BLANKS = new Set([9, 10, 13, 32]);

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
function isInNumber(code: number): boolean {
  return isDigit(code) || BESIDE_DIGITS.has(code);
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (BLANKS.has(text.charCodeAt(at))) at += 1;
  return at;
}

/** The index after the string that begins at `from`. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end + 1;
  }
  return text.length;
}

function decoded(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

export interface JsonScan {
  /** The field names of the outermost object, decoded, each as often as it stands there. */
  readonly fields: readonly string[];
  /** How deep objects and arrays lie in one another. */
  readonly depth: number;
  /** Where numbers stand that JavaScript can't hold. */
  readonly largeNumbers: readonly TextRange[];
  /** There is more of it than it would be safe to parse; the rest was not looked at. */
  readonly isTooMuch: boolean;
}

/**
 * What `JSON.parse` doesn't tell: fields that are there twice, numbers it can't hold, and the depth before it is parsed. One
 * pass over the text, which need not be JSON; strings are skipped at the speed of `indexOf`, so pictures cost nothing.
 */
export function scanJson(text: string): JsonScan {
  const fields: string[] = [];
  let level = 0;
  const largeNumbers: TextRange[] = [];
  let depth = 0;
  let values = 0;
  let fieldsAndContainers = 0;
  const isTooMuch = () =>
    values > MOST.values ||
    fieldsAndContainers > MOST.fieldsAndContainers ||
    fields.length > MOST.topLevelFields ||
    largeNumbers.length > MOST.largeNumbers;
  for (let at = 0; at < text.length && !isTooMuch(); at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (level === 1 && text.charCodeAt(afterBlanks(text, end)) === COLON) fields.push(decoded(text.slice(at, end)));
      at = end - 1;
    } else if (code === COMMA) values += 1;
    else if (code === COLON) fieldsAndContainers += 1;
    else if (BRACKETS.has(code)) {
      level += 1;
      fieldsAndContainers += 1;
      depth = Math.max(depth, level);
    } else if (code === 125 || code === 93) level -= 1;
    else if (code === MINUS || isDigit(code)) {
      const from = at;
      let hasExponent = false;
      while (isInNumber(text.charCodeAt(at + 1))) {
        at += 1;
        hasExponent ||= (text.charCodeAt(at) | 32) === SMALL_E;
      }
      const to = at + 1;
      if ((hasExponent || to - from > EXACT_LETTERS) && isTooLarge(text.slice(from, to)))
        largeNumbers.push({ from, to });
    }
  }
  return { fields, depth, largeNumbers, isTooMuch: isTooMuch() };
}

/** Go's decoder takes a field for another that differs only in case; two letters beyond ASCII fold into it. */
export function caseFold(name: string): string {
  return name.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase();
}
