import type { StreamTiming, StreamUsage } from './stream-protocol.ts';

/** The state of a stream so far, apart from its text. */
export interface StreamTally {
  readonly finish: string | null;
  readonly usage: StreamUsage | null;
  readonly timing: StreamTiming;
  /** When the first piece of reasoning arrived, in milliseconds since the request; null for none. */
  readonly thinkingSince: number | null;
  readonly hasContent: boolean;
}

export const emptyTiming: StreamTiming = { firstMs: null, lastMs: null, thinkingMs: null, pieces: 0 };
export const emptyTally: StreamTally = {
  finish: null,
  usage: null,
  timing: emptyTiming,
  thinkingSince: null,
  hasContent: false,
};

/**
 * A chunk of `/v1/chat/completions` or `/v1/completions`, or the whole response of a server that doesn't stream. Any of its fields may be
 * missing or of another type.
 */
export interface Chunk {
  readonly choices?: unknown;
  readonly usage?: unknown;
}

/** What OpenAI's API doesn't have: Ollama's and OpenRouter's field, that of vLLM, llama.cpp and DeepSeek, and Ollama's own API's. */
const REASONING_FIELDS = ['reasoning', 'reasoning_content', 'thinking'] as const;

export interface ReadChunk {
  readonly tally: StreamTally;
  readonly text: string;
  readonly thinking: string;
}

/**
 * Reads a chunk that arrived `atMs` milliseconds after the request. Since version 0.32.6, Ollama sends a separate finish
 * chunk; before that, it sent the finish reason with empty content. Usage arrives in a chunk without choices; zero usage in
 * earlier chunks is ignored.
 */
export function readChunk(tally: StreamTally, chunk: Chunk, atMs: number): ReadChunk {
  const choice = fieldsOf(Array.isArray(chunk.choices) ? chunk.choices[0] : null);
  const message = fieldsOf(choice.delta ?? choice.message);
  const text = textIn(message.content) || textIn(choice.text);
  const thinking = reasoningOf(message);
  const next: StreamTally = {
    ...tally,
    finish: textIn(choice.finish_reason) || tally.finish,
    usage: readUsage(chunk.usage) ?? tally.usage,
  };
  if (text === '' && thinking === '') return { tally: next, text, thinking };
  const thinkingSince = tally.thinkingSince ?? (thinking === '' ? null : atMs);
  const stillThinking = !tally.hasContent && thinkingSince !== null;
  const timing: StreamTiming = {
    firstMs: tally.timing.firstMs ?? atMs,
    lastMs: atMs,
    thinkingMs: stillThinking ? atMs - thinkingSince : tally.timing.thinkingMs,
    pieces: tally.timing.pieces + 1,
  };
  return { tally: { ...next, timing, thinkingSince, hasContent: tally.hasContent || text !== '' }, text, thinking };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** A text, or the text of a list of parts; empty for anything else. */
function textIn(value: unknown): string {
  if (Array.isArray(value)) return value.map((part) => textIn(fieldsOf(part).text)).join('');
  return typeof value === 'string' ? value : '';
}

/** A server that has two of the fields says the same in both. */
function reasoningOf(message: Fields): string {
  const texts = REASONING_FIELDS.map((field) => textIn(message[field]));
  return texts.find((text) => text !== '') ?? '';
}

/** Null for what isn't a number of tokens: a zero is one that wasn't counted. */
function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

function readUsage(value: unknown): StreamUsage | null {
  const usage = fieldsOf(value);
  const promptTokens = count(usage.prompt_tokens);
  const completionTokens = count(usage.completion_tokens);
  return promptTokens === null && completionTokens === null ? null : { promptTokens, completionTokens };
}
