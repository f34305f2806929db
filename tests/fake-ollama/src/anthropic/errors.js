import { sendJson } from '../http/reply.js';

const TYPES = {
  ...{ 400: 'invalid_request_error', 401: 'authentication_error', 403: 'permission_error', 404: 'not_found_error' },
  ...{ 429: 'rate_limit_error', 503: 'overloaded_error', 529: 'overloaded_error' },
};

/** An id in Anthropic's style. */
export const messageId = (prefix) => `${prefix}_${Math.random().toString(16).slice(2).padEnd(24, '0').slice(0, 24)}`;

/** An error in Anthropic's shape. */
export function anthropicError(res, error) {
  const detail = { type: TYPES[error.status] ?? 'api_error', message: error.message };
  const body = { type: 'error', error: detail, request_id: messageId('req') };
  sendJson(res, error.status, body, { type: 'application/json', newline: true });
}
