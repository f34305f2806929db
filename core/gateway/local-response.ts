import type { GatewayErrorType } from '../../contract/activity.ts';
import { gatewayText } from '../../contract/derived/catalog/en/gateway.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { Exchange } from './listener/exchange.ts';
import { sendResponse } from './listener/send-response.ts';
import { serviceMetadata, serviceVersion } from './nim/service-description.ts';
import { SERVER_NOT_RUNNING } from './policy/gateway-errors.ts';
import type { LocalHandler } from './policy/gateway-routes.ts';

interface HealthResponse {
  readonly status: number;
  readonly body: object;
}

function healthy(message: string, status: string): HealthResponse {
  return { status: 200, body: { object: 'health.response', message, status } };
}

/** `/v1/health/live` as NVIDIA NIM has it: the gateway itself responds. */
function liveness(): HealthResponse {
  return healthy('Service is live.', 'live');
}

/** `/v1/health/ready` as NVIDIA NIM has it: the server can respond. Source: docs.nvidia.com/nim, "Service ready check". */
function readiness(isReady: boolean): HealthResponse {
  if (isReady) return healthy('Service is ready.', 'ready');
  const message = gatewayText('server.notReady');
  return { status: 503, body: { object: 'error', message, type: 'service_unavailable', param: null, code: 503 } };
}

/** Prometheus' text format. */
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A response that was sent without the server; `type` is null where it is no error. */
export interface LocalResponse {
  readonly status: number;
  readonly type: GatewayErrorType | null;
}

export interface LocalResponseOptions {
  readonly parts: Pick<GatewayParts, 'policy' | 'metrics'>;
  /** Whether the metrics may name keys. */
  readonly named: boolean;
  /** Whether the client may know of that model. */
  readonly isListed: (name: string) => boolean;
}

function respondInJson(
  exchange: Exchange,
  handler: Exclude<LocalHandler, 'metrics'>,
  { parts: { policy }, isListed }: LocalResponseOptions,
): number {
  const facts = policy.current();
  const send = (body: object, status = 200): number => {
    sendResponse(exchange, { status, body: JSON.stringify(body) });
    return status;
  };
  if (handler === 'version') return send(serviceVersion(facts));
  if (handler === 'metadata') return send(serviceMetadata(facts, isListed));
  const health = handler === 'live' ? liveness() : readiness(facts.server.state === 'up');
  return send(health.body, health.status);
}

/** Sends what the gateway responds without the server. */
export async function sendLocalResponse(
  exchange: Exchange,
  handler: LocalHandler,
  options: LocalResponseOptions,
): Promise<LocalResponse> {
  const { parts, named } = options;
  if (handler === 'metrics') {
    sendResponse(exchange, { status: 200, type: METRICS_TYPE, body: await parts.metrics({ named }) });
    return { status: 200, type: null };
  }
  const status = respondInJson(exchange, handler, options);
  return { status, type: status < 400 ? null : SERVER_NOT_RUNNING.type };
}
