import type { ActivityEntry } from '../../../contract/activity.ts';
import type { MessageOf } from '../../../contract/derived/catalog/define-texts.ts';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';

export interface StatusLabel {
  readonly tone: 'ok' | 'warn' | 'bad' | 'busy' | 'hollow';
  readonly text: string;
}

type Reason = Extract<MessageOf<typeof activityText>['key'], `reason.${string}`>;

const reasons: Readonly<Record<number, Reason>> = {
  400: 'reason.badRequest',
  401: 'reason.invalidKey',
  403: 'reason.notAllowed',
  405: 'reason.wrongMethod',
  408: 'reason.timedOut',
  413: 'reason.tooLarge',
  415: 'reason.unsupportedType',
  429: 'reason.rateLimited',
  431: 'reason.headersTooLarge',
  500: 'reason.serverError',
  502: 'reason.noResponse',
  504: 'reason.noResponse',
};

type Status = Pick<ActivityEntry, 'outcome' | 'status' | 'model' | 'direct' | 'firstByteMs'>;

/** The status of a request: the tone of its dot, and a few words. */
export function statusLabel(entry: Status): StatusLabel {
  const { outcome, status } = entry;
  if (outcome === 'running') return { tone: 'busy', text: activityText('request.running') };
  if (outcome === 'canceled' || outcome === 'interrupted') {
    return { tone: 'hollow', text: activityText(`request.${outcome}`) };
  }
  if (status === null) return { tone: 'bad', text: activityText('request.failed') };
  if (status >= 400) {
    return { tone: status >= 500 || status === 401 ? 'bad' : 'warn', text: errorText(entry, String(status)) };
  }
  return outcome === 'failed'
    ? { tone: 'bad', text: activityText('request.statusInterrupted', { status: String(status) }) }
    : { tone: 'ok', text: String(status) };
}

/** A sentence about a status that has several causes; null for any other. */
export function statusDetail(entry: Status): string | null {
  if (entry.outcome !== 'failed' || entry.status !== 503) return null;
  return activityText(isFromServer(entry) ? 'detail.serverBusy' : 'detail.unavailable');
}

function errorText(entry: Status, status: string): string {
  const reason = reasonFor(entry);
  return reason === null ? status : activityText('request.statusReason', { status, reason: activityText(reason) });
}

function reasonFor(entry: Status): Reason | null {
  const { status, model } = entry;
  if (status === 404) return model === null ? 'reason.notFound' : 'reason.modelNotFound';
  if (status === 503) return isFromServer(entry) ? 'reason.serverBusy' : 'reason.unavailable';
  return reasons[status ?? 0] ?? null;
}

/** The status is the server's own: only then a response body was relayed, and a direct request didn't go through Corral at all. */
function isFromServer({ direct, firstByteMs }: Status): boolean {
  return direct || firstByteMs !== null;
}
