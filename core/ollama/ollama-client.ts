import { Ollama } from 'ollama';
import { z } from 'zod';
import { serverFailureText } from '../../contract/derived/catalog/en/server-failures.ts';
import { POLL_TAG } from '../http/internal-requests.ts';
import { requestUpstream } from '../http/upstream-client.ts';
import { type Endpoint, originOf } from './probe-version.ts';

/** An error response of Ollama. The official client drops the body and the status of some; this keeps both. */
export class OllamaError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const ErrorBody = z.object({ error: z.string() });

async function errorFrom(response: Response): Promise<OllamaError> {
  const { status } = response;
  const text = await response.text().catch(() => '');
  let message = text || serverFailureText('run.errorStatus', { status });
  try {
    message = ErrorBody.parse(JSON.parse(text)).error;
  } catch {
    // Not Ollama's JSON, such as the router's plain 404: the text as it is.
  }
  return new OllamaError(status, message);
}

/** One instance per call or stream, each with its own signal: the client's own `abort` ends every stream of an instance. */
export function ollamaClient(endpoint: Endpoint, signal: AbortSignal): Ollama {
  return new Ollama({
    host: originOf(endpoint),
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      // The lists are polled; tagged, these requests stay out of the log that people read.
      if (url.pathname === '/api/tags' || url.pathname === '/api/ps') url.search = POLL_TAG;
      const body = typeof init?.body === 'string' ? new TextEncoder().encode(init.body) : null;
      const headers = Object.fromEntries(new Headers(init?.headers));
      if (body) headers['content-length'] = String(body.byteLength);
      const anySignal = init?.signal ? AbortSignal.any([signal, init.signal]) : signal;
      const response = await requestUpstream(url.origin, {
        method: init?.method ?? 'GET',
        path: url.pathname + url.search,
        headers,
        body,
        signal: anySignal,
      });
      if (!response.ok) throw await errorFrom(response);
      return response;
    },
  });
}
