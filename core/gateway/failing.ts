import type { FastifyReply } from 'fastify';
import { type GatewayRecord, NO_USAGE } from './gateway-activity.ts';
import type { GatewayFailure } from './gateway-error.ts';
import { sendFailure } from './listener/http-listener.ts';

interface FailingRequest {
  readonly path: string | null;
  readonly record: GatewayRecord;
  /** The client's. */
  readonly signal: AbortSignal;
}

/** Ends a request that had begun, for its record and for the client, where it has neither left nor been answered. */
export function failing(reply: FastifyReply, { path, record, signal }: FailingRequest) {
  return (failure: GatewayFailure): void => {
    // Who left has seen no status.
    if (!signal.aborted) record.answered(failure.status);
    record.end(signal.aborted ? 'canceled' : 'failed', NO_USAGE);
    if (!reply.sent) sendFailure(reply, failure, path);
  };
}
