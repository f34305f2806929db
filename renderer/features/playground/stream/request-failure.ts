import { APIError } from 'openai';
import type { RequestFailure } from './stream-protocol.ts';

/** What went wrong with a request, from whatever the SDK has thrown. */
export function requestFailure(error: unknown): RequestFailure {
  if (!(error instanceof APIError)) {
    return { status: null, code: null, message: error instanceof Error ? error.message : '' };
  }
  return { status: error.status ?? null, code: error.code ?? null, message: serverWords(error.error) ?? error.message };
}

/** OpenAI's shape without its wrapper, or Ollama's native `{ "error": "…" }`, which cloud models answer with. */
function serverWords(body: unknown): string | null {
  if (typeof body === 'string') return body === '' ? null : body;
  if (typeof body !== 'object' || body === null) return null;
  if ('message' in body && typeof body.message === 'string') return body.message;
  return 'error' in body ? serverWords(body.error) : null;
}
