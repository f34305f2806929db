/** A reason is shown in a sentence; what is longer is usually a page, a stack or a prompt. */
const MAX_REASON_LENGTH = 500;
/** An error's body is small; the beginning of a larger one is enough for its message. */
const MAX_BODY_LENGTH = 64 * 1024;
/** An error that wraps another in its own body, and that one a third. */
const MAX_DEPTH = 8;
/** Of several errors in one body. */
const MAX_LISTED = 3;

/** Where servers put the message, the most specific first: OpenAI, Ollama, FastAPI, registries (`errors`), OAuth, RFC 9457. */
const MESSAGE_FIELDS = ['message', 'error', 'detail', 'error_description', 'errors', 'msg', 'reason', 'title'] as const;
/** The same in a body that was cut off, which isn't JSON; the text ends at its quote or where the body does. */
const CUT_MESSAGE = /"(?:message|error|detail|error_description|msg)"\s{0,4}:\s{0,4}"((?:[^"\\]|\\.)+)("?)/;

/** A `\\u` whose four digits aren't all there. */
const CUT_ESCAPE = /\\u[\da-f]{0,3}$/i;

const ANSI_SEQUENCE = /[^\P{Cc}\t\r\n]\[[\d;]{0,20}[A-Za-z]/gu;
/** Control characters and line separators; invisible characters, and those that turn the direction of what follows. */
const UNSHOWABLE = /[\p{Cc}\u2028\u2029]+/gu;
const INVISIBLE = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** A page of a proxy or a router, or XML of a storage service: written for a browser or a program. */
const MARKUP = /^<[a-z!?/]|<(?:!doctype|html|head|body|title|center|h1)\b/i;
/** A JSON value that is no text. */
const BARE_VALUE = /^(?:null|true|false|-?\d+(?:\.\d+)?)$/;
/** An error that a stream begins with, its event still wrapped. */
const EVENT_PREFIX = /^(?:event:[^\n]{0,100}\n)?data:\s{0,4}/;

interface Bounds {
  /** Bodies inside bodies that are still looked into. */
  readonly depth: number;
  /** In characters. */
  readonly maxLength: number;
}

function deeper({ depth, maxLength }: Bounds): Bounds {
  return { depth: depth - 1, maxLength };
}

/** A text from outside in one line that can be shown: bounded, without control characters. Empty where nothing is left. */
export function oneLine(text: string, maxLength = MAX_REASON_LENGTH): string {
  // Bounded first, so that the time doesn't depend on what a server sends.
  const beginning = text.slice(0, maxLength * 4);
  const line = beginning
    .replace(ANSI_SEQUENCE, '')
    .replace(INVISIBLE, '')
    .replace(UNSHOWABLE, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (line.length <= maxLength && beginning.length === text.length) return line;
  return line === '' ? '' : `${line.slice(0, maxLength - 1).trimEnd()}…`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textReason(text: string, bounds: Bounds): string | null {
  const body = text.slice(0, MAX_BODY_LENGTH).replace(INVISIBLE, '').trim().replace(EVENT_PREFIX, '');
  if (/^[[{"]/.test(body)) {
    const value = parsed(body);
    if (value !== undefined) return valueReason(value, bounds);
    const cut = cutReason(body, bounds);
    // Half of an object without a message says nothing to a person.
    if (cut !== null || /^\{\s{0,4}"/.test(body)) return cut;
  }
  return MARKUP.test(body) || BARE_VALUE.test(body) ? null : oneLine(body, bounds.maxLength) || null;
}

/** The message of a JSON body that was cut off, marked as incomplete if it was cut itself. */
function cutReason(body: string, bounds: Bounds): string | null {
  const [, literal, quote] = CUT_MESSAGE.exec(body) ?? [];
  const text = literal === undefined || bounds.depth <= 0 ? undefined : parsed(`"${literal.replace(CUT_ESCAPE, '')}"`);
  const reason = typeof text === 'string' ? textReason(text, deeper(bounds)) : null;
  return reason === null || quote !== '' || reason.endsWith('…') ? reason : `${reason}…`;
}

/** FastAPI names the field that is wrong: `{ "loc": ["body", "model"], "msg": "Field required" }`. */
function fieldPrefix(value: object): string {
  if (!('loc' in value && Array.isArray(value.loc))) return '';
  const field = value.loc.filter((part) => typeof part === 'string' && part !== 'body').join('.');
  return field === '' ? '' : `${field}: `;
}

function valueReason(value: unknown, bounds: Bounds): string | null {
  if (bounds.depth <= 0) return null;
  const inside = deeper(bounds);
  if (typeof value === 'string') return textReason(value, inside);
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    const reasons = value.slice(0, MAX_LISTED).map((item) => valueReason(item, inside));
    return oneLine(reasons.filter((reason) => reason !== null).join('; '), bounds.maxLength) || null;
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const field of MESSAGE_FIELDS) {
    const reason = valueReason(fields.get(field), inside);
    if (reason !== null) return oneLine(fieldPrefix(value) + reason, bounds.maxLength);
  }
  return null;
}

/**
 * What a parsed error body or error event gives as its reason, in one line of at most `maxLength` characters; null where it gives none
 * that a person can read. Takes OpenAI's `{ error: { message } }`, Ollama's `{ error }`, FastAPI's `{ detail }`, and what wraps one in
 * another.
 */
export function reasonIn(value: unknown, maxLength = MAX_REASON_LENGTH): string | null {
  return valueReason(value, { depth: MAX_DEPTH, maxLength });
}

/**
 * The reason in the text of an error response, whatever its media type says: the message of a JSON body, whole or cut off, or else plain
 * text. Null for an empty body and for a page of HTML or XML, whose markup says nothing to a person.
 */
export function errorReason(body: string, maxLength = MAX_REASON_LENGTH): string | null {
  return textReason(body, { depth: MAX_DEPTH, maxLength });
}

/** Go's own answer for a path that the server doesn't have (`net/http`, gin), and those of other routers. */
const NO_ROUTE =
  /^(?:404 page not found|(?:404:? )?not found|405 method not allowed|method not allowed|cannot (?:get|post|put|delete) \/\S*|unexpected endpoint or method\b.*|route \S+ not found)\.?$/i;

/** Whether an error means that the server doesn't have the path at all, and not that it lacks a model. */
export function isMissingRoute(status: number | null, reason: string): boolean {
  return (status === 404 || status === 405) && NO_ROUTE.test(reason.trim());
}

/** Ollama's and OpenAI's ways to say that a model isn't installed. */
const NO_MODEL =
  /^(?:error: )?(?:the )?model\b[^\n]{0,300}?\b(?:not found|does not exist)|\bnot found, try pulling\b|\bmodel_not_found\b/i;

/** Whether a response with that status and reason means that a model isn't installed. */
export function isMissingModel(status: number | null, reason: string): boolean {
  return status === 404 && NO_MODEL.test(reason.trim());
}
