import type { ActivityEntry } from '../../../contract/activity.ts';

export interface StatusWords {
  readonly tone: 'ok' | 'warn' | 'bad' | 'busy' | 'hollow';
  readonly words: string;
}

const reasons: Readonly<Record<number, string>> = {
  400: 'bad request',
  401: 'no valid key',
  403: 'refused',
  405: 'wrong method',
  408: 'too slow',
  413: 'too large',
  415: 'wrong format',
  429: 'too many',
  431: 'too long',
  500: 'failed',
  502: 'no answer',
  503: 'not running',
  504: 'no answer',
};

/** How a request stands, as a dot and a word or three. */
export function statusLabel({
  outcome,
  status,
  model,
}: Pick<ActivityEntry, 'outcome' | 'status' | 'model'>): StatusWords {
  if (outcome === 'running') return { tone: 'busy', words: 'Answering' };
  if (outcome === 'canceled') return { tone: 'hollow', words: 'Stopped' };
  if (outcome === 'interrupted') return { tone: 'hollow', words: 'Interrupted' };
  if (status === null) return { tone: 'bad', words: 'Failed' };
  const reason = status === 404 ? (model === null ? 'not found' : 'no model') : reasons[status];
  const words = [status, reason].filter(Boolean).join(' ');
  if (status >= 500 || status === 401) return { tone: 'bad', words };
  if (status >= 400) return { tone: 'warn', words };
  return outcome === 'failed' ? { tone: 'bad', words: `${status} cut off` } : { tone: 'ok', words: String(status) };
}
