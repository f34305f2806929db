import { type HealthAnswer, liveness, METRICS_TYPE, readiness } from './health.ts';

export interface OwnOriginOptions {
  /** Carries an OpenAI-compatible request to the server. */
  readonly v1: (request: Request) => Promise<Response>;
  readonly ready: () => boolean;
  /** In Prometheus' text format. */
  readonly metrics: () => string;
}

function health({ status, body }: HealthAnswer): Response {
  return Response.json(body, { status });
}

/** What a host answers on its own origin besides the pages: health and metrics by itself, the rest of `/v1` by the server. */
export function createSameOriginApi({ v1, ready, metrics }: OwnOriginOptions) {
  return async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') return v1(request);
    if (pathname === '/v1/health/live') return health(liveness());
    if (pathname === '/v1/health/ready') return health(readiness(ready()));
    if (pathname === '/metrics') return new Response(metrics(), { headers: { 'content-type': METRICS_TYPE } });
    return v1(request);
  };
}
