import { errorMessage } from '../process/error-message.js';
import { ApiError } from './api-error.js';

/**
 * What V8 says about malformed JSON, and how Go says the same. The character at V8's position goes in between.
 * @type {readonly (readonly [RegExp, string])[]}
 */
const TRANSLATIONS = [
  [/after property name/, 'after object key'],
  [/after property value/, 'after object key:value pair'],
  [/after array element/, 'after array element'],
  [/property name/, 'looking for beginning of object key string'],
];

/**
 * @param {string} text
 * @param {string} message V8's
 */
function goSyntaxError(text, message) {
  if (/end of JSON input|Unterminated/.test(message)) return 'unexpected EOF';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (Number(position) >= text.length) return 'unexpected EOF';
  const character = position === undefined ? text.trimStart()[0] : text[Number(position)];
  const where = TRANSLATIONS.find(([pattern]) => pattern.test(message))?.[1] ?? 'looking for beginning of value';
  return `invalid character '${character}' ${where}`;
}

/**
 * The first JSON value of a text; Go doesn't read what follows it.
 * @param {string} text
 * @throws {ApiError} 400 with Go's text
 */
export function parseFirstValue(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = errorMessage(error);
    const trailing = /after JSON at position (\d+)/.exec(message)?.[1];
    if (trailing !== undefined) return JSON.parse(text.slice(0, Number(trailing)));
    throw new ApiError(400, goSyntaxError(text, message));
  }
}

/**
 * Go finds a field whatever its case (two letters beyond ASCII count as `s` and `k`), and takes the last of several.
 * @param {object} value
 */
export function foldFieldNames(value) {
  const folded = Object.entries(value).map(([name, field]) => [
    name.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase(),
    field,
  ]);
  return Object.fromEntries(folded);
}

/**
 * Go's name for the kind of a JSON value.
 * @param {unknown} value
 */
export function kindOf(value) {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/**
 * Go's error about a field of the wrong type.
 * @param {unknown} value
 * @param {string} field with its path: `ChatRequest.messages`
 * @param {string} goType
 */
export function wrongType(value, field, goType) {
  return new ApiError(400, `json: cannot unmarshal ${kindOf(value)} into Go struct field ${field} of type ${goType}`);
}
