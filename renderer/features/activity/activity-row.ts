import type { ActivityEntry } from '../../../contract/activity.ts';

export interface StatusWords {
  readonly tone: 'ok' | 'warn' | 'bad' | 'busy' | 'hollow';
  readonly words: string;
}

const reasons: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'no key',
  403: 'refused',
  404: 'no model',
  413: 'too large',
  429: 'too many',
  500: 'failed',
  502: 'no answer',
  503: 'not running',
};

/** How a request stands, as a dot and a word or two. */
export function statusWords({ outcome, status }: Pick<ActivityEntry, 'outcome' | 'status'>): StatusWords {
  if (outcome === 'running') return { tone: 'busy', words: 'Answering' };
  if (outcome === 'cancelled') return { tone: 'hollow', words: 'Stopped' };
  if (status === null) return { tone: 'bad', words: 'Failed' };
  const words = [status, reasons[status]].filter(Boolean).join(' ');
  if (status >= 500) return { tone: 'bad', words };
  if (status >= 400) return { tone: 'warn', words };
  return outcome === 'failed' ? { tone: 'bad', words: `${status} cut off` } : { tone: 'ok', words: String(status) };
}

/** Tokens a second from the first piece to the last; null where it can't be known. */
export function tokensPerSecond(
  entry: Pick<ActivityEntry, 'completionTokens' | 'durationMs' | 'firstByteMs'>,
): number | null {
  const { completionTokens, durationMs, firstByteMs } = entry;
  if (completionTokens === null || durationMs === null || firstByteMs === null) return null;
  const seconds = (durationMs - firstByteMs) / 1000;
  return seconds > 0 && completionTokens > 1 ? completionTokens / seconds : null;
}

/** The requests whose model or path holds the text, and, if so wanted, only those that went wrong. */
export function filterActivity(entries: readonly ActivityEntry[], text: string, failedOnly: boolean): ActivityEntry[] {
  const wanted = text.trim().toLowerCase();
  return entries.filter((entry) => {
    if (failedOnly && !['warn', 'bad'].includes(statusWords(entry).tone)) return false;
    return `${entry.model ?? ''} ${entry.path}`.toLowerCase().includes(wanted);
  });
}
