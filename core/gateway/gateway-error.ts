import { type OpenAiFailure, openAiErrorBody } from './openai-error.ts';

/** A refusal, with the headers that belong to it. */
export interface GatewayFailure extends OpenAiFailure {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Anthropic's names. Source: docs.anthropic.com, "Errors". */
const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
};
function anthropicType(status: number): string {
  return ANTHROPIC_TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
}

/** The body of a refusal in the shape that the clients of this path know: Anthropic's, Ollama's own, or else OpenAI's. */
export function failureBody(failure: GatewayFailure, path: string | null): object {
  const { status, message } = failure;
  if (path?.startsWith('/v1/messages')) return { type: 'error', error: { type: anthropicType(status), message } };
  return path?.startsWith('/api/') || path === '/' ? { error: message } : openAiErrorBody(failure);
}

export const HOST_NOT_ALLOWED: GatewayFailure = {
  status: 403,
  type: 'forbidden_host',
  message: 'This address does not answer to that host name. Use one of the addresses on Corral’s Network page.',
};
export const ORIGIN_NOT_ALLOWED: GatewayFailure = {
  status: 403,
  type: 'forbidden_origin',
  message: 'Web pages of this origin may not use this server. Allow the origin in Corral’s settings.',
};
export const MISSING_API_KEY: GatewayFailure = {
  status: 401,
  type: 'missing_api_key',
  message: 'An API key is needed: send one as Authorization: Bearer KEY, or as x-api-key.',
  headers: { 'www-authenticate': 'Bearer realm="Corral"' },
};
export const INVALID_API_KEY: GatewayFailure = {
  status: 401,
  type: 'invalid_api_key',
  message: 'This API key is not valid, was revoked or has expired.',
  headers: { 'www-authenticate': 'Bearer realm="Corral", error="invalid_token"' },
};
export const INSUFFICIENT_SCOPE: GatewayFailure = {
  status: 403,
  type: 'scope_not_allowed',
  message: 'This API key may use models, not manage them.',
};
export const METRICS_NOT_ALLOWED: GatewayFailure = {
  status: 403,
  type: 'scope_not_allowed',
  message: 'This API key may use only some models, and the metrics tell of all.',
};
export const UNKNOWN_ROUTE: GatewayFailure = {
  status: 404,
  type: 'not_found_error',
  message: 'There is nothing at this address.',
};
export function wrongMethod(allow: readonly string[]): GatewayFailure {
  return {
    status: 405,
    type: 'invalid_request_error',
    message: 'This method is not allowed here.',
    headers: { allow: allow.join(', ') },
  };
}
export function badRequest(message: string): GatewayFailure {
  return {
    status: 400,
    type: 'invalid_request_error',
    message,
  };
}
export const REQUEST_TIMEOUT: GatewayFailure = {
  status: 408,
  type: 'invalid_request_error',
  message: 'The request took too long.',
};
export const RATE_LIMITED: GatewayFailure = {
  status: 429,
  type: 'too_many_requests',
  message: 'Too many requests at once with this API key. Try again when one of them has ended.',
  headers: { 'retry-after': '1' },
};
export const OVERLOADED: GatewayFailure = {
  status: 503,
  type: 'overloaded',
  message: 'Too much is being sent at once. Try again in a moment.',
  headers: { 'retry-after': '2' },
};
export const UPSTREAM_UNAVAILABLE: GatewayFailure = {
  status: 502,
  type: 'server_not_running',
  message: 'The server does not answer. Look at it in Corral, then try again.',
};
export const INVALID_MODEL_LIST: GatewayFailure = {
  status: 502,
  type: 'bad_server_answer',
  message: 'What the server says of its models could not be read. Look at it in Corral.',
};
export const UNEXPECTED: GatewayFailure = {
  status: 500,
  type: 'internal_error',
  message: 'Something went wrong in Corral.',
};
