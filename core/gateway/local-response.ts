import type { FastifyReply } from 'fastify';
import { gatewayText } from '../../contract/derived/catalog/en/gateway.ts';
import type { GatewayOptions } from './gateway-parts.ts';

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

/** Sends what the gateway responds without the server; resolves to the status. */
export async function sendLocalResponse(
  reply: FastifyReply,
  handler: 'live' | 'ready' | 'metrics',
  { ready, metrics }: Pick<GatewayOptions, 'ready' | 'metrics'>,
): Promise<number> {
  if (handler === 'metrics') {
    const text = await metrics();
    reply.code(200).type(METRICS_TYPE).send(text);
    return 200;
  }
  const { status, body } = handler === 'live' ? liveness() : readiness(ready());
  reply.code(status).send(body);
  return status;
}
