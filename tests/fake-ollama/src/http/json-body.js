import { ApiError } from './api-error.js';

async function readAll(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Go's words for a body that JSON.parse refused; null where only text after the first value was wrong, which Go never reads. */
function goComplaint(text, error) {
  const trailing = /after JSON at position (\d+)/.exec(error.message);
  if (trailing) return { value: JSON.parse(text.slice(0, Number(trailing[1]))) };
  if (/end of JSON input|Unterminated/.test(error.message)) return { complaint: 'unexpected EOF' };
  const at = /at position (\d+)/.exec(error.message);
  const culprit = text.trimStart()[0] === '{' && at ? text[Number(at[1])] : text.trimStart()[0];
  const where =
    text.trimStart()[0] === '{' ? 'looking for beginning of object key string' : 'looking for beginning of value';
  return { complaint: `invalid character '${culprit}' ${where}` };
}

function parseFirstValue(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { value, complaint } = goComplaint(text, error);
    if (complaint !== undefined) throw new ApiError(400, complaint);
    return value;
  }
}

/**
 * The request's body as an object.
 * @throws {ApiError} 400 with Go's text; `emptyText` for a body without content
 */
export async function readJson(request, { emptyText = 'missing request body' } = {}) {
  const text = (await readAll(request)).toString('utf8');
  if (text.trim() === '') throw new ApiError(400, emptyText);
  const value = parseFirstValue(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiError(400, 'json: cannot unmarshal value into Go value');
  }
  return value;
}

const GO_KINDS = { string: 'string', number: 'number', boolean: 'bool', object: 'object' };

/**
 * Checks the type of a field in Go's way.
 * @throws {ApiError} 400
 */
export function expectArray(value, { struct, field, goType }) {
  if (value === undefined || value === null || Array.isArray(value)) return value ?? [];
  throw new ApiError(
    400,
    `json: cannot unmarshal ${GO_KINDS[typeof value]} into Go struct field ${struct}.${field} of type ${goType}`,
  );
}
