import type { MessageStats } from '../../../../contract/conversations.ts';
import type { StreamTiming, StreamUsage } from '../stream/stream-protocol.ts';

/**
 * The statistics of a response. The speed is that of generating: it leaves out the first token, which also waits for the
 * model to load and the prompt to be processed. Without usage from the server, as in an interrupted response, it counts
 * pieces, since Ollama sends one per token; the token counts are then unknown.
 */
export function responseStats(timing: StreamTiming, usage: StreamUsage | null): MessageStats {
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

/** `84 ms`, `0.41 s`, `12.3 s`. */
export function formatWait(milliseconds: number): string {
  if (milliseconds < 100) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}
