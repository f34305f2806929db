const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const OPENING_BRACKET = 91;
const CLOSING_BRACKET = 93;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;
const SPACE = 32;
const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const LOWERCASE_N = 110;

/** Far more than a request has; a body beyond it is passed on unread, so that the scan never holds up other requests. */
const MAX_STRINGS_AND_CONTAINERS = 1_000_000;
/** `model` with each letter escaped, in quotes. */
const MAX_FIELD_BYTES = 32;
/** No name that Ollama accepts has as many, with each character escaped. */
const MAX_NAME_BYTES = 8192;

/** The fields in which requests name their model: `name` is an older spelling, which counts where `model` is empty. */
export type NameField = 'model' | 'name';

/** A model's name in the bytes of a JSON body. */
export interface LocatedName {
  readonly name: string;
  /** Of the string with its quotes. */
  readonly from: number;
  readonly to: number;
}

function isWhiteSpace(code: number | undefined): boolean {
  return code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB;
}

function skipWhiteSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (isWhiteSpace(bytes[at])) at += 1;
  return at;
}

/** The index after the string that begins at `from`; -1 where it doesn't end. Long strings, such as images, cost next to nothing. */
function endOfString(bytes: Buffer, from: number): number {
  for (let end = bytes.indexOf(QUOTE, from + 1); end !== -1; end = bytes.indexOf(QUOTE, end + 1)) {
    let before = end - 1;
    while (bytes[before] === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end + 1;
  }
  return -1;
}

function decoded(bytes: Buffer, from: number, to: number): string | null {
  try {
    return String(JSON.parse(bytes.toString('utf8', from, to)));
  } catch {
    return null;
  }
}

/** Go's decoder ignores the case of field names. Of the letters beyond ASCII, none folds into one of these fields'. */
function fieldAt(bytes: Buffer, from: number, to: number): NameField | null {
  if (to - from > MAX_FIELD_BYTES) return null;
  const field = decoded(bytes, from, to)?.toLowerCase();
  return field === 'model' || field === 'name' ? field : null;
}

interface Scan {
  readonly names: Readonly<Partial<Record<NameField, LocatedName>>>;
  /** The index after the first JSON value; -1 where it doesn't end. */
  readonly end: number;
}

const NOTHING: Scan = { names: {}, end: -1 };

/**
 * Reads a JSON object's own fields as Go's decoder does: the last of several counts, null is as if it weren't there, and what
 * follows the first value is ignored. The text need not be JSON.
 */
function scan(bytes: Buffer): Scan {
  const names: Partial<Record<NameField, LocatedName>> = {};
  const start = skipWhiteSpace(bytes, 0);
  if (bytes[start] !== OPENING_BRACE) return NOTHING;
  let level = 0;
  let count = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const code = bytes[at];
    if (code === CLOSING_BRACE || code === CLOSING_BRACKET) {
      level -= 1;
      if (level === 0) return { names, end: at + 1 };
    } else if (code === OPENING_BRACE || code === OPENING_BRACKET) {
      level += 1;
      count += 1;
    } else if (code === QUOTE) {
      const end = endOfString(bytes, at);
      count += 1;
      if (end === -1) return { names, end };
      if (level === 1) {
        const colon = skipWhiteSpace(bytes, end);
        const field = bytes[colon] === COLON ? fieldAt(bytes, at, end) : null;
        if (field !== null) {
          const from = skipWhiteSpace(bytes, colon + 1);
          const to = bytes[from] === QUOTE ? endOfString(bytes, from) : from;
          if (to === -1) return { names, end: -1 };
          const name = to - from > MAX_NAME_BYTES ? null : decoded(bytes, from, to);
          if (name !== null) names[field] = { name, from, to };
          // Any other type is an error for the server.
          else if (bytes[from] !== LOWERCASE_N) return NOTHING;
        }
      }
      at = end - 1;
    }
    if (count > MAX_STRINGS_AND_CONTAINERS) return NOTHING;
  }
  return { names, end: -1 };
}

function nameIn({ names }: Scan, fields: readonly NameField[]): LocatedName | null {
  for (const field of fields) {
    const located = names[field];
    if (located && located.name !== '') return located;
  }
  return null;
}

/** The model that a request names, where that can be told from the beginning of its body. */
export function modelInBeginning(bytes: Buffer, fields: readonly NameField[]): string | null {
  return nameIn(scan(bytes), fields)?.name ?? null;
}

/** Where the server reads the model's name of a JSON body; null where it finds none. */
export function locateModel(bytes: Buffer, fields: readonly NameField[]): LocatedName | null {
  const found = scan(bytes);
  return found.end === -1 ? null : nameIn(found, fields);
}

/** The same bytes with another name; null for a body that isn't JSON, which the server is to reject as it was sent. */
export function replaceModel(bytes: Buffer, { from, to }: LocatedName, name: string): Buffer | null {
  const { end } = scan(bytes);
  if (end === -1 || decoded(bytes, 0, end) === null) return null;
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(JSON.stringify(name)), bytes.subarray(to)]);
}
