import { ApiError } from './api-error.js';

/** What V8 says about a broken text, and how Go says the same. The character at V8's position goes in between. */
const TRANSLATIONS = [
  [/after property name/, 'after object key'],
  [/after property value/, 'after object key:value pair'],
  [/after array element/, 'after array element'],
  [/property name/, 'looking for beginning of object key string'],
];

function complaint(text, message) {
  if (/end of JSON input|Unterminated/.test(message)) return 'unexpected EOF';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (Number(position) >= text.length) return 'unexpected EOF';
  const character = position === undefined ? text.trimStart()[0] : text[Number(position)];
  const where = TRANSLATIONS.find(([said]) => said.test(message))?.[1] ?? 'looking for beginning of value';
  return `invalid character '${character}' ${where}`;
}

/**
 * The first JSON value of a text; Go doesn't read what follows it.
 * @throws {ApiError} 400 with Go's words
 */
export function parseFirstValue(text) {
  try {
    return JSON.parse(text);
  } catch ({ message }) {
    const trailing = /after JSON at position (\d+)/.exec(message)?.[1];
    if (trailing !== undefined) return JSON.parse(text.slice(0, Number(trailing)));
    throw new ApiError(400, complaint(text, message));
  }
}

/** Go finds a field whatever its case, two letters beyond ASCII among it, and the last of several counts. */
export function asGoReads(object) {
  const folded = Object.entries(object).map(([name, value]) => [
    name.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase(),
    value,
  ]);
  return Object.fromEntries(folded);
}

/** Go's name for the kind of a JSON value. */
export function kindOf(value) {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Go's complaint about a field of the wrong type, `field` with its path: `ChatRequest.messages`. */
export function wrongType(value, field, goType) {
  return new ApiError(400, `json: cannot unmarshal ${kindOf(value)} into Go struct field ${field} of type ${goType}`);
}
