import type { TokenUsage } from '../../activity/activity-log.ts';

/** The usage comes last in every API's response; this is ample for it and for what may follow it. */
const TAIL_BYTES = 16_384;
/** Some APIs report the prompt's tokens at the beginning of a long response. */
const HEAD_BYTES = 4096;
/** Room for a few tokens; it grows as the response does. */
const FIRST_CAPACITY_BYTES = 1024;

/** Keeps the beginning and the end of a response that streams through, without touching the stream. */
export interface ResponseExcerpt {
  push(chunk: Uint8Array): void;
  /** All of a response of up to 16 KiB; of a longer one, its beginning and its end. */
  text(): string;
}

/**
 * Copies what it keeps: the chunks of a thousand streams, each kept until sixteen kilobytes more have arrived, would outlive the
 * young generation of the heap, and the memory that they are views of with them.
 */
export function createResponseExcerpt(): ResponseExcerpt {
  let kept = Buffer.alloc(0);
  let length = 0;
  let head: string | null = null;

  const makeRoom = (bytes: number): void => {
    if (length + bytes <= kept.byteLength) return;
    if (length + bytes > 2 * TAIL_BYTES) {
      head ??= kept.toString('utf8', 0, HEAD_BYTES);
      const excess = length - TAIL_BYTES;
      kept.copyWithin(0, excess, length);
      length = TAIL_BYTES;
      return;
    }
    const capacity = Math.min(2 * TAIL_BYTES, Math.max(FIRST_CAPACITY_BYTES, 2 * (length + bytes)));
    const grown = Buffer.allocUnsafe(capacity);
    kept.copy(grown, 0, 0, length);
    kept = grown;
  };
  /** @param piece at most `TAIL_BYTES` long */
  const append = (piece: Uint8Array): void => {
    makeRoom(piece.byteLength);
    kept.set(piece, length);
    length += piece.byteLength;
  };
  return {
    push(chunk) {
      if (chunk.byteLength <= TAIL_BYTES) return append(chunk);
      // What is between them is neither at the beginning nor at the end.
      append(chunk.subarray(0, TAIL_BYTES));
      append(chunk.subarray(Math.max(TAIL_BYTES, chunk.byteLength - TAIL_BYTES)));
    },
    text() {
      const tail = kept.toString('utf8', 0, length);
      return head === null ? tail : `${head}\n${tail}`;
    },
  };
}

/** What follows the name of a JSON field that is a number. */
const NUMBER_VALUE = /\s{0,8}:\s{0,8}(\d{1,15})/y;

/** The value of the field whose quoted name ends at `at`; null where it is no number. */
function numberAt(text: string, at: number): number | null {
  NUMBER_VALUE.lastIndex = at;
  const digits = NUMBER_VALUE.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/**
 * The last number that a JSON field of one of these quoted names has. A quote inside a JSON string is escaped, so what a model
 * writes can't be taken for one. Searched from the end: a pattern that matches all of them takes ten times as long.
 */
function lastNumber(text: string, names: readonly string[]): number | null {
  let found: number | null = null;
  let foundAt = -1;
  for (const name of names) {
    for (let at = text.lastIndexOf(name); at > foundAt; at = at === 0 ? -1 : text.lastIndexOf(name, at - 1)) {
      const value = numberAt(text, at + name.length);
      if (value === null) continue;
      found = value;
      foundAt = at;
    }
  }
  return found;
}

const PROMPT_TOKENS = ['"prompt_tokens"', '"input_tokens"', '"prompt_eval_count"'];
const COMPLETION_TOKENS = ['"completion_tokens"', '"output_tokens"', '"eval_count"'];

/** Tokens as OpenAI's, Anthropic's, and Ollama's own APIs name them; null where the response doesn't report them. */
export function usageIn(tail: string): TokenUsage {
  return {
    promptTokens: lastNumber(tail, PROMPT_TOKENS),
    completionTokens: lastNumber(tail, COMPLETION_TOKENS),
  };
}

/** Whether JSON lines end with the last one of such a stream. A line too long to be here whole has numbers that only the last one has. */
function hasLastLine(path: string, text: string): boolean {
  const lines = text.trimEnd();
  const line = lines.slice(lines.lastIndexOf('\n') + 1);
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || 'error' in value) return false;
    if (/\/(?:chat|generate)$/.test(path)) return 'done' in value && value.done === true;
    return 'status' in value && value.status === 'success';
  } catch {
    return /"total_duration"\s*:\s*\d/.test(line);
  }
}

/** An error that a stream of OpenAI's API reports in an event; some servers send the terminator after it. */
const ERROR_EVENT = /^(?:data: ?)?\{\s{0,4}"error"\s{0,4}:\s{0,4}["{]/m;

/**
 * Whether a stream ends with its terminator; null for a response that has none. Ollama loses errors in the middle of a stream,
 * and only the missing terminator shows them.
 */
function hasTerminator(path: string, contentType: string, tail: string): boolean | null {
  if (contentType.includes('x-ndjson')) return hasLastLine(path, tail);
  if (!contentType.includes('event-stream')) return null;
  if (/\/completions$/.test(path)) return /^data: ?\[DONE\]/m.test(tail) && !ERROR_EVENT.test(tail);
  if (path === '/v1/messages') return /^event: ?message_stop/m.test(tail);
  if (path === '/v1/responses') {
    // The last event repeats the whole response, so its name may be out of reach; its usage, the only one, is near the end.
    return /^event: ?response\.(?:completed|incomplete)|"output_tokens"\s*:\s*\d/m.test(tail);
  }
  return null;
}

export interface EndedResponse {
  readonly path: string;
  readonly contentType: string;
  readonly status: number;
  /** The connection delivered all of it. */
  readonly isComplete: boolean;
  /** The client disconnected. */
  readonly isCanceled: boolean;
}

export interface ResponseClass {
  readonly outcome: 'done' | 'canceled' | 'failed';
  readonly usage: TokenUsage;
}

/** What became of a response, from what is known of its text. */
export function classifyResponse(
  text: string,
  { path, contentType, status, isComplete, isCanceled }: EndedResponse,
): ResponseClass {
  const usage = usageIn(text);
  const isWhole = hasTerminator(path, contentType, text) ?? isComplete;
  const isDone = isComplete && isWhole && status < 400;
  return {
    outcome: isDone ? 'done' : isCanceled ? 'canceled' : 'failed',
    // Part of a response doesn't count the tokens in it, and says 0.
    usage: isWhole ? usage : { promptTokens: usage.promptTokens || null, completionTokens: null },
  };
}
