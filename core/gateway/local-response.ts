import type { FastifyReply } from 'fastify';
import type { GatewayOptions } from './gateway-parts.ts';
import { liveness, METRICS_TYPE, readiness } from './health.ts';

/** Answers what the gateway knows by itself; resolves to the status. */
export async function localResponse(
  reply: FastifyReply,
  what: 'live' | 'ready' | 'metrics',
  { ready, metrics }: Pick<GatewayOptions, 'ready' | 'metrics'>,
): Promise<number> {
  if (what === 'metrics') {
    reply
      .code(200)
      .type(METRICS_TYPE)
      .send(await metrics());
    return 200;
  }
  const { status, body } = what === 'live' ? liveness() : readiness(ready());
  reply.code(status).send(body);
  return status;
}
