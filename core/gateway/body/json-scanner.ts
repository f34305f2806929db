import { isInexact, type TextRange } from './large-numbers.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const COMMA = 44;
const OPENING_BRACKETS = new Set([91, 123]);
const CLOSING_BRACKET = 93;
const CLOSING_BRACE = 125;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const LOWERCASE_E = 101;
/** A number of at most this many characters, and without an exponent, is exact. */
const EXACT_LENGTH = 15;
/** `+`, `-`, `.`, and both cases of `e`. */
const NUMBER_SYMBOLS = new Set([43, 45, 46, 69, LOWERCASE_E]);
/**
 * Far more than any client sends, and so few that parsing them doesn't block other requests: a context has some 100,000 tokens,
 * a set of tools some thousand fields. What is expensive to parse is counted separately.
 */
const MAX_VALUES = 1_000_000;
const MAX_FIELDS_AND_CONTAINERS = 200_000;
const MAX_TOP_LEVEL_FIELDS = 1_000;
const MAX_LARGE_NUMBERS = 1_000;
/** JSON's white space: tab, line feed, carriage return, space. */
const WHITE_SPACE = new Set([9, 10, 13, 32]);

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function isInNumber(code: number): boolean {
  return isDigit(code) || NUMBER_SYMBOLS.has(code);
}

function skipWhiteSpace(text: string, from: number): number {
  let at = from;
  while (WHITE_SPACE.has(text.charCodeAt(at))) at += 1;
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
  /** The field names of the outermost object, decoded, each as often as it occurs. */
  readonly fields: readonly string[];
  /** How deeply objects and arrays are nested. */
  readonly depth: number;
  /** Numbers that JavaScript can't represent exactly. */
  readonly largeNumbers: readonly TextRange[];
  /** It has more than is safe to parse; the scan stopped there. */
  readonly isTooLarge: boolean;
}

/**
 * What `JSON.parse` doesn't tell: repeated fields, numbers it can't represent, and the depth before anything is parsed. One
 * pass over the text, which need not be JSON; strings are skipped at the speed of `indexOf`, so images cost nothing.
 */
export function scanJson(text: string): JsonScan {
  const fields: string[] = [];
  const largeNumbers: TextRange[] = [];
  let level = 0;
  let depth = 0;
  let values = 0;
  let fieldsAndContainers = 0;
  const isTooLarge = (): boolean =>
    values > MAX_VALUES ||
    fieldsAndContainers > MAX_FIELDS_AND_CONTAINERS ||
    fields.length > MAX_TOP_LEVEL_FIELDS ||
    largeNumbers.length > MAX_LARGE_NUMBERS;
  for (let at = 0; at < text.length && !isTooLarge(); at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (level === 1 && text.charCodeAt(skipWhiteSpace(text, end)) === COLON)
        fields.push(decoded(text.slice(at, end)));
      at = end - 1;
    } else if (code === COMMA) values += 1;
    else if (code === COLON) fieldsAndContainers += 1;
    else if (OPENING_BRACKETS.has(code)) {
      level += 1;
      fieldsAndContainers += 1;
      depth = Math.max(depth, level);
    } else if (code === CLOSING_BRACKET || code === CLOSING_BRACE) level -= 1;
    else if (code === MINUS || isDigit(code)) {
      const from = at;
      let hasExponent = false;
      while (isInNumber(text.charCodeAt(at + 1))) {
        at += 1;
        hasExponent ||= (text.charCodeAt(at) | 32) === LOWERCASE_E;
      }
      const to = at + 1;
      if ((hasExponent || to - from > EXACT_LENGTH) && isInexact(text.slice(from, to))) largeNumbers.push({ from, to });
    }
  }
  return { fields, depth, largeNumbers, isTooLarge: isTooLarge() };
}

/** Go's decoder matches field names without regard to case; two letters beyond ASCII fold into ASCII ones. */
export function caseFold(name: string): string {
  return name.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase();
}
