import type { ActivityEntry, GatewayErrorType } from '../../../contract/activity.ts';
import type { MessageOf } from '../../../contract/derived/catalog/define-texts.ts';
import { activityText } from '../../../contract/derived/catalog/en/activity.ts';

export interface StatusLabel {
  readonly tone: 'ok' | 'warn' | 'bad' | 'busy' | 'hollow';
  readonly text: string;
}

type Reason = Extract<MessageOf<typeof activityText>['key'], `reason.${string}`>;

/** What the server's statuses mean, and those of requests that earlier builds recorded. */
const reasons: Readonly<Record<number, Reason>> = {
  400: 'reason.badRequest',
  401: 'reason.unauthorized',
  403: 'reason.notAllowed',
  405: 'reason.wrongMethod',
  408: 'reason.timedOut',
  413: 'reason.tooLarge',
  415: 'reason.unsupportedType',
  429: 'reason.rateLimited',
  431: 'reason.headersTooLarge',
  500: 'reason.serverError',
  502: 'reason.noResponse',
  503: 'reason.serverBusy',
  504: 'reason.timedOut',
};

/** Those of Corral's own errors that say more than their status, or something else. */
const ownReasons: Readonly<Partial<Record<GatewayErrorType, Reason>>> = {
  bad_upstream_response: 'reason.invalidResponse',
  cloud_not_allowed: 'reason.cloudNotAllowed',
  forbidden_host: 'reason.hostNotAllowed',
  forbidden_origin: 'reason.originNotAllowed',
  internal_error: 'reason.corralError',
  invalid_api_key: 'reason.invalidKey',
  missing_api_key: 'reason.missingKey',
  model_not_allowed: 'reason.modelNotAllowed',
  not_found_error: 'reason.notFound',
  overloaded: 'reason.overloaded',
  scope_not_allowed: 'reason.scopeNotAllowed',
  too_many_requests: 'reason.tooManyRequests',
};

type Status = Pick<ActivityEntry, 'outcome' | 'status' | 'errorType' | 'model' | 'direct' | 'firstByteMs'>;

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

/** A sentence about a status that the few words don't explain; null for any other. */
export function statusDetail(entry: Status): string | null {
  const { errorType, outcome, status } = entry;
  if (outcome !== 'failed') return null;
  if (errorType === 'overloaded') return activityText('detail.overloaded');
  if (errorType !== undefined || status !== 503) return null;
  return activityText(isFromServer(entry) ? 'detail.serverBusy' : 'detail.unavailable');
}

function errorText(entry: Status, status: string): string {
  const reason = reasonFor(entry);
  return reason === null ? status : activityText('request.statusReason', { status, reason: activityText(reason) });
}

function reasonFor(entry: Status): Reason | null {
  const { status, errorType, model } = entry;
  if (errorType === 'server_not_running') return status === 503 ? 'reason.notRunning' : 'reason.noResponse';
  const own = errorType && ownReasons[errorType];
  if (own !== undefined) return own;
  if (status === 404) return model === null ? 'reason.notFound' : 'reason.modelNotFound';
  if (errorType === undefined && !isFromServer(entry)) {
    if (status === 401) return 'reason.invalidKey';
    if (status === 503) return 'reason.unavailable';
  }
  return reasons[status ?? 0] ?? null;
}

/** The status is the server's own: only then a response body was relayed, and a direct request didn't go through Corral at all. */
function isFromServer({ direct, firstByteMs }: Status): boolean {
  return direct || firstByteMs !== null;
}
