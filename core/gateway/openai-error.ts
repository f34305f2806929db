/** A failure in the shape that every OpenAI client understands. */
export interface OpenAiFailure {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

export function openAiErrorBody({ type, message }: OpenAiFailure) {
  return {
    error: { message, type, param: null, code: type },
  };
}

export function openAiError(failure: OpenAiFailure): Response {
  return Response.json(openAiErrorBody(failure), { status: failure.status });
}

export const SERVER_NOT_RUNNING: OpenAiFailure = {
  status: 503,
  type: 'server_not_running',
  message: 'The server is not running. Start it in Corral, then try again.',
};
export const NOT_FOUND: OpenAiFailure = {
  status: 404,
  type: 'not_found_error',
  message: 'There is nothing at this address. The API is under /v1.',
};
export const METHOD_NOT_ALLOWED: OpenAiFailure = {
  status: 405,
  type: 'invalid_request_error',
  message: 'This method is not allowed here.',
};
export const TOO_LARGE: OpenAiFailure = {
  status: 413,
  type: 'request_too_large',
  message: 'The request is larger than 32 MB.',
};
export const UNSUPPORTED_ENCODING: OpenAiFailure = {
  status: 415,
  type: 'unsupported_encoding',
  message: 'Compressed requests are not accepted. Send the body as it is.',
};
