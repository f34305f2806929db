import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { errorReason, reasonIn } from '../../../../contract/derived/error-reason.ts';
import type { RequestFailure } from './stream-protocol.ts';

/** In characters; what a page shows of an error is much shorter. */
const MAX_BODY_LENGTH = 64 * 1024;

/** A failure that the server itself reported, in a response or in mid-stream. */
export class ReportedError extends Error {
  readonly failure: RequestFailure;

  constructor(failure: RequestFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeIn(value: unknown): string | null {
  const { error, code } = fieldsOf(value);
  const found = fieldsOf(error).code ?? code;
  return typeof found === 'string' ? found : null;
}

/** An HTTP status that an error event names as its code. */
function statusIn(value: unknown): number | null {
  const body = fieldsOf(value);
  const { code, status } = { ...body, ...fieldsOf(body.error) };
  const found = [code, status].find((number) => typeof number === 'number' && number >= 400 && number <= 599);
  return typeof found === 'number' ? found : null;
}

async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      text += decoder.decode(read.value, { stream: true });
      if (text.length >= MAX_BODY_LENGTH) break;
    }
  } catch {
    // What arrived before the connection broke may hold the reason.
  }
  await reader?.cancel().catch(() => undefined);
  return text;
}

/** What an error response says. */
export async function responseError(response: Response): Promise<ReportedError> {
  const body = await beginningOf(response);
  const failure = { status: response.status, code: codeIn(parsed(body)), message: errorReason(body) ?? '' };
  return new ReportedError(failure);
}

/** The error in an event of a stream, or in a body that should have been a response; null where it is none. */
export function eventError(name: string, value: unknown): ReportedError | null {
  const isNamed = name === 'error';
  // A text that isn't JSON, such as an object that was cut off.
  if (typeof value === 'string' && !isNamed && !value.startsWith('{')) return null;
  const { error, object, ...body } = fieldsOf(value);
  const hasError = (typeof error === 'string' && error !== '') || (typeof error === 'object' && error !== null);
  // vLLM's and FastAPI's errors have no field of that name.
  const isNoChunk = object === 'error' || !('choices' in body || 'usage' in body);
  const reason = reasonIn(value);
  if (!isNamed && !hasError && !(isNoChunk && reason !== null)) return null;
  const message = reason ?? playgroundText('failure.noReason');
  return new ReportedError({ status: statusIn(value), code: codeIn(value), message });
}
