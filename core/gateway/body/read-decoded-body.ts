import type { IncomingMessage } from 'node:http';
import type { ContentCoding } from '../policy/content-coding.ts';
import {
  BODY_TOO_LARGE,
  type GatewayFailure,
  OVERLOADED,
  REQUEST_TIMEOUT,
  UNDECODABLE_BODY,
} from '../policy/gateway-errors.ts';
import type { GatewayLimits } from '../policy/gateway-limits.ts';
import { type BodyFailure, type BodyMemoryBudget, readBody } from './read-body.ts';

const READ_FAILURES: Readonly<Record<BodyFailure, GatewayFailure | null>> = {
  tooLarge: BODY_TOO_LARGE,
  overloaded: OVERLOADED,
  timeout: REQUEST_TIMEOUT,
  undecodable: UNDECODABLE_BODY,
  disconnected: null,
};

export interface DecodedBodyOptions {
  readonly limits: Pick<GatewayLimits, 'bodyBytes' | 'bodyMs'>;
  readonly budget: BodyMemoryBudget;
  /** Whose part of the budget it takes: the id of the request's key, or empty for requests without one. */
  readonly key: string;
  readonly coding: ContentCoding | null;
  /** Called when the body is read with what to call once it is no longer needed. */
  readonly onRelease: (release: () => void) => void;
}

/** A body as it is decoded, or the response that says why there is none; null where the client has disconnected. */
export type DecodedBody = { readonly body: Buffer } | { readonly failure: GatewayFailure | null };

/** Reads the whole body of a request within the gateway's limits. */
export async function readDecodedBody(
  request: IncomingMessage,
  { limits, budget, key, coding, onRelease }: DecodedBodyOptions,
): Promise<DecodedBody> {
  const reading = readBody(request, { maxBytes: limits.bodyBytes, timeoutMs: limits.bodyMs, budget, key, coding });
  onRelease(reading.release);
  const result = await reading.result;
  return result.ok ? { body: result.body } : { failure: READ_FAILURES[result.reason] };
}
