import type { ActivityEntry } from '../../contract/activity.ts';

/** What comes within so few milliseconds of the first byte came whole at once, not as it was made. */
const atOnceMs = 20;

type Timed = Pick<ActivityEntry, 'status' | 'outcome' | 'firstByteMs' | 'durationMs' | 'completionTokens'>;

/**
 * When the first token came, and how many came each second after it. A streamed answer's first byte carries its first token;
 * of one that came whole neither is known, nor of one that holds no tokens.
 */
export function answerSpeed(entry: Timed): Pick<ActivityEntry, 'firstTokenMs' | 'tokensPerSecond'> {
  const { status, outcome, firstByteMs, durationMs, completionTokens } = entry;
  const unknown = { firstTokenMs: null, tokensPerSecond: null };
  if (firstByteMs === null || (status ?? 200) >= 400) return unknown;
  if (durationMs === null) return { ...unknown, firstTokenMs: outcome === 'running' ? firstByteMs : null };
  const writtenMs = durationMs - firstByteMs;
  const holdsTokens = outcome === 'done' ? (completionTokens ?? 0) > 0 : true;
  if (writtenMs < atOnceMs || !holdsTokens) return unknown;
  const known = completionTokens !== null && completionTokens > 1;
  return { firstTokenMs: firstByteMs, tokensPerSecond: known ? (completionTokens / writtenMs) * 1000 : null };
}
