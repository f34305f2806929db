/** What Ollama answers, and Corral in its place. */
const endpoints = new Set([
  '/',
  ...[
    '/api/version',
    '/api/tags',
    '/api/ps',
    '/api/show',
    '/api/chat',
    '/api/generate',
    '/api/embed',
    '/api/embeddings',
  ],
  ...['/api/pull', '/api/push', '/api/create', '/api/copy', '/api/delete'],
  ...['/v1/models', '/v1/chat/completions', '/v1/completions', '/v1/embeddings', '/v1/responses', '/v1/messages'],
  ...['/v1/audio/transcriptions', '/v1/health/live', '/v1/health/ready', '/metrics'],
]);

/** Whether a path is one of the routes that hold nothing of the caller's. */
export const isFixedEndpoint = (path: string): boolean => endpoints.has(path);

/** The route of a path, without what is different each time; `other` for what is none. */
export const endpointOf = (path: string): string => {
  if (endpoints.has(path)) return path;
  if (path.startsWith('/v1/models/')) return '/v1/models/{model}';
  if (path.startsWith('/api/blobs/')) return '/api/blobs/{digest}';
  return 'other';
};
