/**
 * @import { ServerResponse } from 'node:http'
 * @import { ApiError } from '../http/api-error.js'
 */
import { COMPATIBLE_JSON, sendJson } from '../http/response.js';

/** @type {Readonly<Record<number, string>>} */
const TYPES = { 400: 'invalid_request_error', 404: 'not_found_error' };

/**
 * An error in OpenAI's shape.
 * @param {ServerResponse} res
 * @param {ApiError} error
 */
export function openaiError(res, { status, message }) {
  const type = TYPES[status] ?? 'api_error';
  sendJson(res, status, { error: { message, type, param: null, code: null } }, COMPATIBLE_JSON);
}
