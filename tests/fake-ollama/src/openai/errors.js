import { sendJson } from '../http/reply.js';

const TYPES = { 400: 'invalid_request_error', 404: 'not_found_error' };

/** An error in OpenAI's shape. */
export function openaiError(res, error) {
  const type = TYPES[error.status] ?? 'api_error';
  sendJson(
    res,
    error.status,
    { error: { message: error.message, type, param: null, code: null } },
    { type: 'application/json', newline: true },
  );
}
