import type { GatewayErrorType } from '../../contract/activity.ts';
import { gatewayText } from '../../contract/derived/catalog/en/gateway.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { Exchange } from './listener/exchange.ts';
import { sendResponse } from './listener/send-response.ts';
import { SERVER_NOT_RUNNING } from './policy/gateway-errors.ts';

export interface HealthResponse {
  readonly status: number;
  readonly body: object;
}

function healthy(message: string, status: string): HealthResponse {
  return { status: 200, body: { object: 'health.response', message, status } };
}

/** `/v1/health/live` as NVIDIA NIM has it: the gateway itself responds. */
export function liveness(): HealthResponse {
  return healthy('Service is live.', 'live');
}

/** `/v1/health/ready` as NVIDIA NIM has it: the server can respond. Source: docs.nvidia.com/nim, "Service ready check". */
export function readiness(isReady: boolean): HealthResponse {
  if (isReady) return healthy('Service is ready.', 'ready');
  const message = gatewayText('server.notReady');
  return { status: 503, body: { object: 'error', message, type: 'service_unavailable', param: null, code: 503 } };
}

/** Prometheus' text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A response that was sent without the server; `type` is null where it is no error. */
export interface LocalResponse {
  readonly status: number;
  readonly type: GatewayErrorType | null;
}

export interface LocalResponseOptions {
  readonly parts: Pick<GatewayParts, 'policy' | 'metrics'>;
  /** Whether the metrics may name keys. */
  readonly named: boolean;
}

/** Sends what the gateway responds without the server. */
export async function sendLocalResponse(
  exchange: Exchange,
  handler: 'live' | 'ready' | 'metrics',
  { parts, named }: LocalResponseOptions,
): Promise<LocalResponse> {
  if (handler === 'metrics') {
    sendResponse(exchange, { status: 200, type: METRICS_TYPE, body: await parts.metrics({ named }) });
    return { status: 200, type: null };
  }
  const isReady = parts.policy.current().server.state === 'up';
  const { status, body } = handler === 'live' ? liveness() : readiness(isReady);
  sendResponse(exchange, { status, body: JSON.stringify(body) });
  return { status, type: status < 400 ? null : SERVER_NOT_RUNNING.type };
}
