/** A listener that is attacked. */
export interface AttackedListener {
  /** Its kind, for a person to read. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** What attacks are made with: a listener, and keys of several kinds. */
export interface AttackContext extends AttackedListener {
  readonly keys: {
    readonly inference: string;
    readonly full: string;
    /** May use llama3.2 only. */
    readonly listed: string;
    readonly listedFull: string;
    readonly expired: string;
    readonly revoked: string;
    readonly wrong: string;
  };
}

export interface Part {
  readonly bytes: string | Buffer;
  readonly afterMs?: number;
}

/** What is sent over one connection. */
export interface Attack {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Statuses that reject it; 0 stands for a connection that is closed without a response. Each response must be among them. */
  readonly rejections: readonly number[];
}

export interface RequestParts {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  /** null leaves it out. */
  readonly host?: string | null;
  readonly key?: string | null;
  /** Header lines, sent unchanged. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  /** The Content-Length, if it isn't the body's; null leaves it out. */
  readonly length?: number | null;
}

/** The bytes of a request that is correct except for what `parts` changes. */
export function requestBytes(parts: RequestParts): Buffer {
  const {
    method = 'GET',
    target = '/v1/models',
    version = '1.1',
    host = 'localhost',
    key = null,
    headers = [],
  } = parts;
  const { body } = parts;
  const length = parts.length === undefined ? (body === undefined ? null : Buffer.byteLength(body)) : parts.length;
  const lines = [
    `${method} ${target} HTTP/${version}`,
    ...(host === null ? [] : [`Host: ${host}`]),
    ...(key === null ? [] : [`Authorization: Bearer ${key}`]),
    ...(length === null ? [] : [`Content-Length: ${length}`]),
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body ?? '')]);
}

/** An attack of a single request. */
export function attack(name: string, parts: RequestParts, rejections: readonly number[]): Attack {
  return {
    name,
    parts: [{ bytes: requestBytes(parts) }],
    rejections,
  };
}

/** Requests that would do harm or cost something if they reached the server. */
export const FORBIDDEN_REQUESTS = [
  { method: 'DELETE', target: '/api/delete', body: '{"model":"llama3.2"}' },
  { method: 'POST', target: '/api/pull', body: '{"model":"tinyllama"}' },
  { method: 'POST', target: '/api/copy', body: '{"source":"llama3.2","destination":"stolen"}' },
  { method: 'POST', target: '/api/create', body: '{"model":"made","from":"llama3.2"}' },
  { method: 'HEAD', target: `/api/blobs/sha256:${'a'.repeat(64)}` },
  { method: 'POST', target: `/api/blobs/sha256:${'a'.repeat(64)}`, body: 'bytes' },
  { method: 'GET', target: '/metrics' },
] as const;

/** Routes of the server that no key gives access to. */
export const UNSERVED_REQUESTS = [
  { method: 'POST', target: '/api/push', body: '{"model":"llama3.2"}' },
  { method: 'POST', target: '/api/me', body: '{}' },
  { method: 'POST', target: '/api/signout', body: '{}' },
  { method: 'DELETE', target: '/api/user/keys/abc' },
  { method: 'GET', target: '/api/experimental/model-recommendations' },
  { method: 'POST', target: '/api/experimental/web_search', body: '{"query":"x"}' },
  { method: 'POST', target: '/api/experimental/web_fetch', body: '{"url":"http://x"}' },
  { method: 'GET', target: '/api/status' },
  { method: 'GET', target: '/v1/files' },
  { method: 'POST', target: '/v1/messages/count_tokens', body: '{"model":"llama3.2"}' },
  { method: 'POST', target: '/v1/images/generations', body: '{"model":"llama3.2"}' },
  { method: 'GET', target: '/debug/pprof/' },
  { method: 'GET', target: '/.env' },
] as const;

/** Routes that every key gives access to. */
export const ALLOWED_REQUESTS = [
  { method: 'GET', target: '/' },
  { method: 'HEAD', target: '/' },
  { method: 'GET', target: '/api/version' },
  { method: 'GET', target: '/api/tags' },
  { method: 'GET', target: '/api/ps' },
  { method: 'GET', target: '/v1/models' },
  { method: 'GET', target: '/v1/models/llama3.2' },
  { method: 'GET', target: '/v1/version' },
  { method: 'GET', target: '/v1/metadata' },
  { method: 'POST', target: '/api/show', body: '{"model":"llama3.2"}' },
  { method: 'POST', target: '/api/chat', body: '{"model":"llama3.2","messages":[]}' },
  { method: 'POST', target: '/api/generate', body: '{"model":"llama3.2"}' },
  { method: 'POST', target: '/api/embed', body: '{"model":"llama3.2","input":"a"}' },
  { method: 'POST', target: '/api/embeddings', body: '{"model":"llama3.2","prompt":"a"}' },
  {
    method: 'POST',
    target: '/v1/chat/completions',
    body: '{"model":"llama3.2","messages":[{"role":"user","content":"a"}]}',
  },
  { method: 'POST', target: '/v1/completions', body: '{"model":"llama3.2","prompt":"a"}' },
  { method: 'POST', target: '/v1/embeddings', body: '{"model":"llama3.2","input":"a"}' },
  { method: 'POST', target: '/v1/responses', body: '{"model":"llama3.2","input":"a"}' },
  { method: 'POST', target: '/v1/messages', body: '{"model":"llama3.2","max_tokens":9,"messages":[]}' },
  { method: 'POST', target: '/v1/audio/transcriptions', body: 'x' },
] as const;
