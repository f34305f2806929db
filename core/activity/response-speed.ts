import type { ActivityEntry } from '../../contract/activity.ts';

/** A response that is complete this soon after its first byte was sent as a whole, not as it was generated. */
const MIN_STREAMING_MS = 20;

type Timed = Pick<ActivityEntry, 'status' | 'outcome' | 'firstByteMs' | 'durationMs' | 'completionTokens'>;

/**
 * When the first token arrived, and how many arrived each second after it. The first byte of a streamed response carries its
 * first token; neither is known of a response that was sent as a whole, nor of one without tokens.
 */
export function responseSpeed(entry: Timed): Pick<ActivityEntry, 'firstTokenMs' | 'tokensPerSecond'> {
  const { status, outcome, firstByteMs, durationMs, completionTokens } = entry;
  const unknown = { firstTokenMs: null, tokensPerSecond: null };
  if (firstByteMs === null || (status ?? 200) >= 400) return unknown;
  if (durationMs === null) return { ...unknown, firstTokenMs: outcome === 'running' ? firstByteMs : null };
  const streamedMs = durationMs - firstByteMs;
  const hasTokens = outcome === 'done' ? (completionTokens ?? 0) > 0 : true;
  if (streamedMs < MIN_STREAMING_MS || !hasTokens) return unknown;
  const known = completionTokens !== null && completionTokens > 1;
  return { firstTokenMs: firstByteMs, tokensPerSecond: known ? (completionTokens / streamedMs) * 1000 : null };
}
