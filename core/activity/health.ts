import type { ServerState } from '../../contract/server.ts';

/** Status and JSON body of an answer. */
export interface HealthAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | number | null>>;
}

/** States in which the server answers; somebody else's server answers too. */
const answers: ReadonlySet<ServerState> = new Set(['running', 'external']);

const healthy = (message: string): HealthAnswer => ({ status: 200, body: { object: 'health.response', message } });

/** `GET /v1/health/live` as NVIDIA NIM for LLMs 1.x answers it: whoever gets it knows that Corral is alive. */
export const liveAnswer = (): HealthAnswer => healthy('Service is live.');

/** `GET /v1/health/ready` as NVIDIA NIM for LLMs 1.x answers it; 503 while nothing can be asked of the server. */
export const readyAnswer = (server: ServerState): HealthAnswer => {
  if (answers.has(server)) return healthy('Service is ready.');
  const message = 'Service is not ready to receive requests.';
  return { status: 503, body: { object: 'error', message, type: 'service_unavailable', code: 503, param: null } };
};
