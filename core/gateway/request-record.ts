import { type ActivityRecord, NO_USAGE } from '../activity/activity-log.ts';
import type { Exchange } from './listener/exchange.ts';
import { sendFailure } from './listener/send-response.ts';
import type { LocalResponse } from './local-response.ts';
import { type GatewayFailure, UPSTREAM_UNAVAILABLE } from './policy/gateway-errors.ts';

/** Records a response that was sent without the server. */
export function recordLocalResponse(record: ActivityRecord, { status, type }: LocalResponse): void {
  record.setStatus(status, type);
  record.end(status < 400 ? 'done' : 'failed', NO_USAGE);
}

export interface RecordedRequest {
  /** null for a target that is no plain path. */
  readonly path: string | null;
  readonly record: ActivityRecord;
}

/** Ends a request that can't be forwarded: records it, and sends the error if no response has been sent. */
export function failRequest(exchange: Exchange, failure: GatewayFailure, { path, record }: RecordedRequest): void {
  const isCanceled = exchange.isOver();
  // A client that disconnected has seen no status.
  if (!isCanceled) record.setStatus(failure.status, failure.type);
  record.end(isCanceled ? 'canceled' : 'failed', NO_USAGE);
  if (!isCanceled && !exchange.response.headersSent) sendFailure(exchange, failure, path);
}

/** Ends a request that was forwarded, where no response to it has begun: the client disconnected, or `failure` says why. */
export function endForwarded(exchange: Exchange, failure: GatewayFailure | null, recorded: RecordedRequest): void {
  if (failure !== null || (exchange.isOver() && !exchange.response.headersSent)) {
    failRequest(exchange, failure ?? UPSTREAM_UNAVAILABLE, recorded);
  }
}
