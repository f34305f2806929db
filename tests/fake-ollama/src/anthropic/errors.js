/**
 * @import { ServerResponse } from 'node:http'
 * @import { ApiError } from '../http/api-error.js'
 */
import { COMPATIBLE_JSON, sendJson } from '../http/response.js';

/** @type {Readonly<Record<number, string>>} */
const TYPES = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
};

/**
 * An id in Anthropic's style.
 * @param {string} prefix
 */
export function messageId(prefix) {
  return `${prefix}_${Math.random().toString(16).slice(2).padEnd(24, '0').slice(0, 24)}`;
}

/**
 * An error in Anthropic's shape.
 * @param {ServerResponse} res
 * @param {ApiError} error
 */
export function anthropicError(res, { status, message }) {
  const detail = { type: TYPES[status] ?? 'api_error', message };
  sendJson(res, status, { type: 'error', error: detail, request_id: messageId('req') }, COMPATIBLE_JSON);
}
