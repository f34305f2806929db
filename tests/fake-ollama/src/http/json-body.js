import * as zlib from 'node:zlib';
import { ApiError } from './api-error.js';
import { asGoReads, kindOf, parseFirstValue, wrongType } from './go-json.js';

/** The compatible APIs take bodies packed with zstd, which Node unpacks since 22.15. */
function unpacked(request, body) {
  if (request.headers['content-encoding'] !== 'zstd' || !request.url.startsWith('/v1/')) return body;
  try {
    return zlib.zstdDecompressSync(body);
  } catch {
    throw new ApiError(400, 'failed to decompress request body');
  }
}

async function readAll(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return unpacked(request, Buffer.concat(chunks)).toString('utf8');
}

const absent = (value) => value === undefined || value === null;

/**
 * The request's body as an object whose `model`, if any, is a text.
 * @param goType the Go type that the real server reads it into: its name is part of the error texts
 * @throws {ApiError} 400 with Go's text; `emptyText` for a body without content
 */
export async function readJson(request, goType, { emptyText = 'missing request body' } = {}) {
  const text = await readAll(request);
  if (text.trim() === '') throw new ApiError(400, emptyText);
  const sent = parseFirstValue(text) ?? {};
  if (kindOf(sent) !== 'object') {
    throw new ApiError(400, `json: cannot unmarshal ${kindOf(sent)} into Go value of type ${goType}`);
  }
  const value = asGoReads(sent);
  if (!absent(value.model) && typeof value.model !== 'string') {
    throw wrongType(value.model, `${goType.split('.')[1]}.model`, 'string');
  }
  return value;
}

/**
 * The field's list, empty when it is absent.
 * @throws {ApiError} 400 with Go's text for anything else
 */
export function listField(value, field, goType) {
  if (absent(value)) return [];
  if (!Array.isArray(value)) throw wrongType(value, field, goType);
  return value;
}
