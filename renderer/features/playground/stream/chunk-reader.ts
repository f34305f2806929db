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

/** The parts of a chunk that are used here, of `/v1/chat/completions` and `/v1/completions`. */
export interface Chunk {
  readonly choices: readonly {
    readonly delta?: { readonly content?: string | null };
    readonly text?: string;
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}

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
  const choice = chunk.choices[0];
  const text = choice?.delta?.content ?? choice?.text ?? '';
  const thinking = reasoningOf(choice?.delta);
  const next: StreamTally = {
    ...tally,
    finish: choice?.finish_reason ?? tally.finish,
    usage: readUsage(chunk) ?? tally.usage,
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

/** A field that Ollama adds; the SDK's types don't have it. */
function reasoningOf(delta: object | undefined): string {
  const value: unknown = delta && 'reasoning' in delta ? delta.reasoning : '';
  return typeof value === 'string' ? value : '';
}

function readUsage({ usage }: Chunk): StreamUsage | null {
  if (!usage || (usage.prompt_tokens === 0 && usage.completion_tokens === 0)) return null;
  return { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens };
}
