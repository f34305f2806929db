import type { MessageStats } from '../../../../contract/conversations.ts';
import type { StreamTiming, StreamUsage } from '../stream/stream-protocol.ts';

/**
 * The figures of an answer. The speed is that of generating: the first token, which also waits for the model to load
 * and the prompt to be read, is left out. Where the server gave no usage (an answer cut short), pieces are counted,
 * since Ollama sends one a token; the token counts then stay unknown.
 */
export function answerStats(timing: StreamTiming, usage: StreamUsage | null): MessageStats {
  return {
    firstTokenMs: timing.firstMs,
    tokensPerSecond: tokensPerSecond(timing, usage?.completionTokens ?? timing.pieces),
    promptTokens: usage?.promptTokens ?? null,
    completionTokens: usage?.completionTokens ?? null,
    thinkingMs: timing.thinkingMs,
  };
}

function tokensPerSecond({ firstMs, lastMs }: StreamTiming, tokens: number): number | null {
  if (firstMs === null || lastMs === null || lastMs <= firstMs || tokens < 2) return null;
  return ((tokens - 1) * 1000) / (lastMs - firstMs);
}

export interface Figure {
  readonly before: string;
  readonly value: string;
  readonly after: string;
}

const count = new Intl.NumberFormat('en-US');

/** What the line below the conversation says, in its order; what isn't known is left out. */
export function statFigures(stats: MessageStats | null): readonly Figure[] {
  if (stats === null) return [];
  const { firstTokenMs, tokensPerSecond: speed, promptTokens, completionTokens } = stats;
  return [
    ...(firstTokenMs === null ? [] : [{ before: 'First token', value: formatWait(firstTokenMs), after: '' }]),
    ...(speed === null ? [] : [{ before: '', value: speed.toFixed(1), after: 'tokens/s' }]),
    ...(promptTokens === null ? [] : [{ before: '', value: count.format(promptTokens), after: 'prompt tokens' }]),
    ...(completionTokens === null
      ? []
      : [{ before: '', value: count.format(completionTokens), after: 'completion tokens' }]),
  ];
}

/** `84 ms`, `0.41 s`, `12.3 s`. */
export function formatWait(milliseconds: number): string {
  if (milliseconds < 100) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}
