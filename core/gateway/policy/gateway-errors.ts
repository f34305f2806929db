import type { GatewayErrorType } from '../../../contract/activity.ts';
import { gatewayText } from '../../../contract/derived/catalog/en/gateway.ts';
import { SUPPORTED_CODINGS } from './content-coding.ts';

/** An error response of the gateway itself, before it takes the shape of the API that the client speaks. */
export interface GatewayFailure {
  readonly status: number;
  /** For programs to tell errors apart; clients get it as the error's `type` and `code`. */
  readonly type: GatewayErrorType;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Anthropic's error types. Source: docs.anthropic.com, "Errors". */
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

/** The error object that every OpenAI client understands. */
export function openAiErrorBody({ type, message }: GatewayFailure): object {
  return { error: { message, type, param: null, code: type } };
}

/** The error object of the API that a path belongs to: Anthropic's, Ollama's own, or else OpenAI's. */
export function failureBody(failure: GatewayFailure, path: string | null): object {
  const { status, message } = failure;
  if (path?.startsWith('/v1/messages')) return { type: 'error', error: { type: anthropicType(status), message } };
  return path?.startsWith('/api/') || path === '/' ? { error: message } : openAiErrorBody(failure);
}

export function badRequest(message: string): GatewayFailure {
  return { status: 400, type: 'invalid_request_error', message };
}

// Who may use what

export const HOST_NOT_ALLOWED: GatewayFailure = {
  status: 403,
  type: 'forbidden_host',
  message: gatewayText('hostNotAllowed'),
};
export const ORIGIN_NOT_ALLOWED: GatewayFailure = {
  status: 403,
  type: 'forbidden_origin',
  message: gatewayText('originNotAllowed'),
};
export const MISSING_API_KEY: GatewayFailure = {
  status: 401,
  type: 'missing_api_key',
  message: gatewayText('missingApiKey'),
  headers: { 'www-authenticate': 'Bearer realm="Corral"' },
};
export const INVALID_API_KEY: GatewayFailure = {
  status: 401,
  type: 'invalid_api_key',
  message: gatewayText('invalidApiKey'),
  headers: { 'www-authenticate': 'Bearer realm="Corral", error="invalid_token"' },
};
export const INSUFFICIENT_SCOPE: GatewayFailure = {
  status: 403,
  type: 'scope_not_allowed',
  message: gatewayText('insufficientScope'),
};
export const METRICS_NOT_ALLOWED: GatewayFailure = {
  status: 403,
  type: 'scope_not_allowed',
  message: gatewayText('metricsNotAllowed'),
};
export function modelNotAllowed(model: string): GatewayFailure {
  return { status: 403, type: 'model_not_allowed', message: gatewayText('modelNotAllowed', { model }) };
}
export const CLOUD_NOT_ALLOWED: GatewayFailure = {
  status: 403,
  type: 'cloud_not_allowed',
  message: gatewayText('cloudNotAllowed'),
};
export const WEB_SEARCH_NOT_ALLOWED: GatewayFailure = {
  status: 403,
  type: 'cloud_not_allowed',
  message: gatewayText('webSearchNotAllowed'),
};

// What a request must look like

export const UNKNOWN_ROUTE: GatewayFailure = {
  status: 404,
  type: 'not_found_error',
  message: gatewayText('route.notFound'),
};
export const NOT_UNDER_V1: GatewayFailure = {
  status: 404,
  type: 'not_found_error',
  message: gatewayText('route.notUnderV1'),
};
export function methodNotAllowed(allow: readonly string[]): GatewayFailure {
  return {
    status: 405,
    type: 'invalid_request_error',
    message: gatewayText('route.methodNotAllowed'),
    headers: { allow: allow.join(', ') },
  };
}
export const UNSUPPORTED_HTTP_VERSION: GatewayFailure = {
  status: 505,
  type: 'invalid_request_error',
  message: gatewayText('request.httpVersion'),
  headers: { connection: 'close' },
};
/** The connection can't be used any further: RFC 9112, 6.1. */
export const UNSUPPORTED_TRANSFER_ENCODING: GatewayFailure = {
  status: 400,
  type: 'invalid_request_error',
  message: gatewayText('request.transferEncoding'),
  headers: { connection: 'close' },
};
export const HEADERS_TOO_LARGE: GatewayFailure = {
  status: 431,
  type: 'invalid_request_error',
  message: gatewayText('request.headersTooLarge'),
};
export const REQUEST_TIMEOUT: GatewayFailure = {
  status: 408,
  type: 'invalid_request_error',
  message: gatewayText('request.timeout'),
};
export const BODY_TOO_LARGE: GatewayFailure = {
  status: 413,
  type: 'request_too_large',
  message: gatewayText('body.tooLarge'),
};
/** The header says what would do: RFC 9110, 15.5.16. */
export const UNSUPPORTED_ENCODING: GatewayFailure = {
  status: 415,
  type: 'unsupported_encoding',
  message: gatewayText('body.unsupportedEncoding', { encodings: SUPPORTED_CODINGS }),
  headers: { 'accept-encoding': SUPPORTED_CODINGS },
};
/** For bytes that are stored as they are sent. */
export const ENCODED_BLOB: GatewayFailure = {
  status: 415,
  type: 'unsupported_encoding',
  message: gatewayText('body.encodedBlob'),
  headers: { 'accept-encoding': 'identity' },
};
export const UNDECODABLE_BODY = badRequest(gatewayText('body.undecodable'));
/** Ollama's own texts, for requests that it would reject in the same way. */
export const MISSING_MODEL = badRequest('model is required');
export const INVALID_MODEL_NAME = badRequest('invalid model name');
export const MISSING_BODY = badRequest('missing request body');

// How much at once

export const RATE_LIMITED: GatewayFailure = {
  status: 429,
  type: 'too_many_requests',
  message: gatewayText('rateLimited'),
  headers: { 'retry-after': '1' },
};
export const TOO_MANY_CONNECTIONS: GatewayFailure = {
  status: 429,
  type: 'too_many_connections',
  message: gatewayText('tooManyConnections'),
  headers: { 'retry-after': '1' },
};
export const OVERLOADED: GatewayFailure = {
  status: 503,
  type: 'overloaded',
  message: gatewayText('overloaded'),
  headers: { 'retry-after': '2' },
};

// The server behind the gateway, and the gateway itself

export const SERVER_NOT_RUNNING: GatewayFailure = {
  status: 503,
  type: 'server_not_running',
  message: gatewayText('server.notRunning'),
};
/** It starts, restarts or moves, for longer than the request may wait. */
export const SERVER_STILL_STARTING: GatewayFailure = {
  status: 503,
  type: 'server_not_running',
  message: gatewayText('server.stillStarting'),
  headers: { 'retry-after': '5' },
};
export const UPSTREAM_UNAVAILABLE: GatewayFailure = {
  status: 502,
  type: 'server_not_running',
  message: gatewayText('server.notResponding'),
};
export const INVALID_MODEL_LIST: GatewayFailure = {
  status: 502,
  type: 'bad_upstream_response',
  message: gatewayText('server.invalidModelList'),
};
export const UNEXPECTED: GatewayFailure = {
  status: 500,
  type: 'internal_error',
  message: gatewayText('unexpected'),
};
