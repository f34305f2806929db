import type { RunningOllama } from './start-ollama.ts';

export type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The object that a text holds.
 * @throws {Error} when it holds anything else
 */
export function parseObject(text: string): Json {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new Error(`not an object: ${text}`);
  return value;
}

/**
 * A list of objects.
 * @throws {Error} for anything else
 */
export function objects(value: unknown): readonly Json[] {
  if (!Array.isArray(value) || !value.every(isObject))
    throw new Error(`not a list of objects: ${JSON.stringify(value)}`);
  return value;
}

/** @throws {Error} for anything but an object */
export function object(value: unknown): Json {
  if (!isObject(value)) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return value;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** @throws {Error} when the body isn't a JSON object */
  json(): Json;
}

function encoded(body: unknown): string | Buffer<ArrayBuffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** One request whose response is read to its end; a `body` is sent by POST, as JSON unless it is a text or bytes already. */
export async function call(
  { baseUrl }: Pick<RunningOllama, 'baseUrl'>,
  path: string,
  init: { readonly body?: unknown; readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<ApiResponse> {
  const { body, headers = {} } = init;
  const response = await fetch(`${baseUrl}${path}`, {
    method: init.method ?? (body === undefined ? 'GET' : 'POST'),
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body: encoded(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => parseObject(text) };
}

async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const parts = `${rest}${decoder.decode(bytes, { stream: true })}`.split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}

/** A POST whose response is read line by line while it arrives; empty lines are left out. */
export async function* stream(
  { baseUrl }: Pick<RunningOllama, 'baseUrl'>,
  path: string,
  { body, signal }: { readonly body: unknown; readonly signal?: AbortSignal },
): AsyncGenerator<string> {
  const response = await fetch(`${baseUrl}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.body === null) throw new Error(`${path} responded with ${response.status} and no body`);
  for await (const line of lines(response.body)) if (line !== '') yield line;
}

/** The objects of a stream of JSON lines. */
export async function readNdjson(
  server: Pick<RunningOllama, 'baseUrl'>,
  path: string,
  body: unknown,
): Promise<readonly Json[]> {
  const found: Json[] = [];
  for await (const line of stream(server, path, { body })) found.push(parseObject(line));
  return found;
}

/** The `data:` parts of an event stream. */
export async function readSse(server: RunningOllama, path: string, body: unknown): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const line of stream(server, path, { body })) {
    if (line.startsWith('data: ')) found.push(line.slice('data: '.length));
  }
  return found;
}
