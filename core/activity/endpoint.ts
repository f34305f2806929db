import { GATEWAY_ROUTES } from '../gateway/admission/gateway-routes.ts';

/** What Ollama answers, and Corral in its place; it may be asked on loopback for what no key opens. */
const endpoints = new Set([
  ...GATEWAY_ROUTES.map(({ path }) => path).filter((path) => !path.includes('{')),
  '/api/push',
]);

/** Whether a path is one of the routes that hold nothing of the client's. */
export function isFixedEndpoint(path: string): boolean {
  return endpoints.has(path);
}

/** The route of a path, without what is different each time; `other` for what is none. */
export function endpointOf(path: string): string {
  if (endpoints.has(path)) return path;
  if (path.startsWith('/v1/models/')) return '/v1/models/{model}';
  if (path.startsWith('/api/blobs/')) return '/api/blobs/{digest}';
  return 'other';
}
