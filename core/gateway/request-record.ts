import type { FastifyReply } from 'fastify';
import { type ActivityRecord, NO_USAGE } from '../activity/activity-log.ts';
import { sendFailure } from './listener/http-listener.ts';
import type { LocalResponse } from './local-response.ts';
import type { GatewayFailure } from './policy/gateway-errors.ts';

/** A request's target without its query, which is never recorded. */
export function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? '';
}

/** Records a response that was sent without the server. */
export function recordLocalResponse(record: ActivityRecord, { status, type }: LocalResponse): void {
  record.setStatus(status, type);
  record.end(status < 400 ? 'done' : 'failed', NO_USAGE);
}

export interface RecordedRequest {
  /** null for a target that is no plain path. */
  readonly path: string | null;
  readonly record: ActivityRecord;
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal;
}

/** Ends a request that can't be forwarded: records it, and sends the error if no response has been sent. */
export function failRequest(
  reply: FastifyReply,
  failure: GatewayFailure,
  { path, record, signal }: RecordedRequest,
): void {
  // A client that disconnected has seen no status.
  if (!signal.aborted) record.setStatus(failure.status, failure.type);
  record.end(signal.aborted ? 'canceled' : 'failed', NO_USAGE);
  if (!reply.sent) sendFailure(reply, failure, path);
}
