import { type HealthResponse, liveness, METRICS_TYPE, readiness } from './local-response.ts';

export interface SameOriginApiOptions {
  /** Forwards an OpenAI-compatible request to the server. */
  readonly v1: (request: Request) => Promise<Response>;
  readonly ready: () => boolean;
  /** In Prometheus' text format. */
  readonly metrics: () => string;
}

function healthResponse({ status, body }: HealthResponse): Response {
  return Response.json(body, { status });
}

/** The API on a host's own origin, beside its pages: health and metrics are local, the rest of `/v1` is the server's. */
export function createSameOriginApi({
  v1,
  ready,
  metrics,
}: SameOriginApiOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') return v1(request);
    if (pathname === '/v1/health/live') return healthResponse(liveness());
    if (pathname === '/v1/health/ready') return healthResponse(readiness(ready()));
    if (pathname === '/metrics') return new Response(metrics(), { headers: { 'content-type': METRICS_TYPE } });
    return v1(request);
  };
}
