/** @import { IncomingMessage } from 'node:http' */
import * as zlib from 'node:zlib';
import { ApiError } from './api-error.js';
import { foldFieldNames, kindOf, parseFirstValue, wrongType } from './go-json.js';

/**
 * The compatible APIs take bodies compressed with zstd, which Node decompresses since 22.15.
 * @param {IncomingMessage} request
 * @param {Buffer} body
 */
function decompressed({ headers, url }, body) {
  if (headers['content-encoding'] !== 'zstd' || !url?.startsWith('/v1/')) return body;
  try {
    return zlib.zstdDecompressSync(body);
  } catch {
    throw new ApiError(400, 'failed to decompress request body');
  }
}

/** @param {IncomingMessage} request */
async function readAll(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return decompressed(request, Buffer.concat(chunks)).toString('utf8');
}

/**
 * The request's body as an object whose `model`, if any, is a text. The other fields are as unchecked as their type (any) says.
 * @param {IncomingMessage} request
 * @param {string} goType the Go type that the real server reads it into: its name is part of the error texts
 * @param {{ readonly emptyText?: string }} [options]
 * @throws {ApiError} 400 with Go's text; `emptyText` for a body without content
 */
export async function readJson(request, goType, { emptyText = 'missing request body' } = {}) {
  const text = await readAll(request);
  if (text.trim() === '') throw new ApiError(400, emptyText);
  const sent = parseFirstValue(text) ?? {};
  if (kindOf(sent) !== 'object') {
    throw new ApiError(400, `json: cannot unmarshal ${kindOf(sent)} into Go value of type ${goType}`);
  }
  const value = foldFieldNames(sent);
  const model = value.model ?? '';
  if (typeof model !== 'string') throw wrongType(model, `${goType.split('.')[1]}.model`, 'string');
  return value;
}

/**
 * The field's list, empty when it is absent. What the list holds is unchecked.
 * @param {unknown} value
 * @param {string} field with its path
 * @param {string} goType
 * @throws {ApiError} 400 with Go's text for anything else
 */
export function listField(value, field, goType) {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongType(value, field, goType);
  return value;
}
