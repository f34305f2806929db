/** White space as Go's `unicode.IsSpace` has it: JavaScript's `trim` also removes U+FEFF, and not U+0085. */
const SPACES = new Set(
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
);
const QUOTES = new Set('"\'');

function trimSet(text: string, removed: ReadonlySet<string>): string {
  let start = 0;
  let end = text.length;
  while (start < end && removed.has(text.charAt(start))) start += 1;
  while (end > start && removed.has(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** A variable's value as Ollama reads it: without white space, then quotation marks, at its ends (`envconfig/config.go`, `Var`). */
export function goValue(value: string): string {
  return trimSet(trimSet(value, SPACES), QUOTES);
}

/** What Go's `strconv.ParseBool` accepts. */
const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const FALSE = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/** A flag's value as `ParseBool` reads it; null for any other text, which Ollama treats as true. */
export function goBoolean(value: string): boolean | null {
  if (TRUE.includes(value)) return true;
  return FALSE.includes(value) ? false : null;
}

/** The greatest number that `strconv.ParseUint` reads. */
const MAX_UNSIGNED = 2n ** 64n - 1n;

/** A count as Ollama reads it; null for what it ignores with a warning. */
export function goUnsigned(value: string): number | null {
  return /^\d{1,100}$/.test(value) && BigInt(value) <= MAX_UNSIGNED ? Number(value) : null;
}
