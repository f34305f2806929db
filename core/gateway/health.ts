export interface HealthAnswer {
  readonly status: number;
  readonly body: object;
}

function answer(message: string, status: string): HealthAnswer {
  return {
    status: 200,
    body: { object: 'health.response', message, status },
  };
}

/** `/v1/health/live` in the shape that NVIDIA NIM gives it: the gateway itself is there. */
export function liveness(): HealthAnswer {
  return answer('Service is live.', 'live');
}

/** `/v1/health/ready`: the server behind it can answer. Shape as NIM's, source: docs.nvidia.com/nim, "Service ready check". */
export function readiness(ready: boolean): HealthAnswer {
  return ready
    ? answer('Service is ready.', 'ready')
    : {
        status: 503,
        body: {
          object: 'error',
          message: 'The server is not running.',
          type: 'service_unavailable',
          param: null,
          code: 503,
        },
      };
}

/** Prometheus' text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
