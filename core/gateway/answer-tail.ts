import type { TokenUsage } from '../activity/activity-log.ts';

/** The usage comes last in every shape of answer; this is ample for it and what may follow it. */
const TAIL_BYTES = 16_384;

/** Keeps the end of an answer that streams by, without touching the stream. */
export interface AnswerTail {
  push(chunk: Uint8Array): void;
  text(): string;
}

export const createAnswerTail = (): AnswerTail => {
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
};

/** The last value of a JSON field. A quote inside a JSON string is escaped, so what a model writes can't be taken for one. */
const lastNumber = (text: string, names: string): number | null => {
  const matches = [...text.matchAll(new RegExp(`"(?:${names})"\\s*:\\s*(\\d+)`, 'g'))];
  const digits = matches.at(-1)?.[1];
  return digits === undefined ? null : Number(digits);
};

/** Tokens as the OpenAI, the Anthropic and Ollama's own shapes name them; null where the answer doesn't say. */
export const usageIn = (tail: string): TokenUsage => ({
  promptTokens: lastNumber(tail, 'prompt_tokens|input_tokens|prompt_eval_count'),
  completionTokens: lastNumber(tail, 'completion_tokens|output_tokens|eval_count'),
});

/** Whether a streamed chat or completion lacks its terminator: Ollama loses errors in mid-stream, and this is all that shows them. */
export const endsTooEarly = (path: string, contentType: string | null, tail: string): boolean =>
  /\/completions$/.test(path) && (contentType ?? '').includes('event-stream') && !/^data: ?\[DONE\]/m.test(tail);
