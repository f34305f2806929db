import type { TokenUsage } from '../../activity/activity-log.ts';

/** The usage comes last in every shape of answer; this is ample for it and what may follow it. */
const TAIL_BYTES = 16_384;

/** Keeps the end of an answer that streams by, without touching the stream. */
export interface AnswerTail {
  push(chunk: Uint8Array): void;
  text(): string;
}

export function createResponseTail(): AnswerTail {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  return {
    push(chunk) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      for (let first = chunks[0]; first && bytes - first.byteLength >= TAIL_BYTES; first = chunks[0]) {
        bytes -= first.byteLength;
        chunks.shift();
      }
    },
    text: () => Buffer.concat(chunks).subarray(-TAIL_BYTES).toString('utf8'),
  };
}

/** The last value of a JSON field. A quote inside a JSON string is escaped, so what a model writes can't be taken for one. */
function lastNumber(text: string, names: string): number | null {
  const matches = [...text.matchAll(new RegExp(`"(?:${names})"\\s*:\\s*(\\d+)`, 'g'))];
  const digits = matches.at(-1)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Tokens as the OpenAI, the Anthropic and Ollama's own shapes name them; null where the answer doesn't say. */
export function usageIn(tail: string): TokenUsage {
  return {
    promptTokens: lastNumber(tail, 'prompt_tokens|input_tokens|prompt_eval_count'),
    completionTokens: lastNumber(tail, 'completion_tokens|output_tokens|eval_count'),
  };
}

type StreamEnd = 'none' | 'whole' | 'cut';

/** The last line of a stream of JSON lines. One that is too long to be here whole holds the numbers that only the last one has. */
function lastLineEnds(path: string, text: string): boolean {
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

/** What a stream's end looks like; Ollama loses errors in mid-stream, and its absence is all that shows them. `none` where there is none. */
function streamEnd(path: string, contentType: string | null, tail: string): StreamEnd {
  const type = contentType ?? '';
  const told = (ends: boolean): StreamEnd => (ends ? 'whole' : 'cut');
  if (type.includes('x-ndjson')) return told(lastLineEnds(path, tail));
  if (!type.includes('event-stream')) return 'none';
  if (/\/completions$/.test(path)) return told(/^data: ?\[DONE\]/m.test(tail));
  if (path === '/v1/messages') return told(/^event: ?message_stop/m.test(tail));
  // The last event repeats the whole answer, so that its name may be out of sight; its usage, the only one, stands near the end.
  if (path === '/v1/responses')
    return told(/^event: ?response\.(?:completed|incomplete)|"output_tokens"\s*:\s*\d/m.test(tail));
  return 'none';
}

export interface EndedAnswer {
  readonly path: string;
  readonly contentType: string | null;
  readonly status: number;
  /** The connection ended as it should. */
  readonly arrived: boolean;
  /** The client left. */
  readonly left: boolean;
}

/** What became of an answer, from its text as far as it is known. */
export function classifyResponse(text: string, { path, contentType, status, arrived, left }: EndedAnswer) {
  const end = streamEnd(path, contentType, text);
  const usage = usageIn(text);
  const isWhole = end === 'whole' || (arrived && end === 'none');
  const isDone = arrived && isWhole && status < 400;
  return {
    outcome: isDone ? ('done' as const) : left ? ('canceled' as const) : ('failed' as const),
    // Part of an answer counts nothing that was written, and says 0.
    usage: isWhole ? usage : { promptTokens: usage.promptTokens || null, completionTokens: null },
  };
}
