import OpenAI from 'openai';
import { type Chunk, emptyTally, emptyTiming, readChunk } from './chunk-reader.ts';
import { PieceBatcher } from './piece-batcher.ts';
import { eventError, ReportedError, responseError } from './reported-error.ts';
import { type ServerEvent, serverEvents } from './sse-events.ts';
import type { ModelRequest, RequestFailure, StreamEvent } from './stream-protocol.ts';

export interface RunOptions {
  /** The origin that serves `/v1`. */
  readonly origin: string;
  /** Aborts the request, so that the server stops generating. Nothing is emitted after that. */
  readonly signal: AbortSignal;
  readonly emit: (event: StreamEvent) => void;
}

/** Sends one request the way any client of the API would, and emits its events. Never rejects. */
export async function runRequest(request: ModelRequest, options: RunOptions): Promise<void> {
  const client = new OpenAI({
    baseURL: `${options.origin}/v1`,
    apiKey: 'corral',
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
    fetch: fetchOrThrow,
  });
  try {
    if (request.kind === 'embeddings') await embed(client, request, options);
    else await stream(client, request, options);
  } catch (error) {
    if (options.signal.aborted) return;
    options.emit({ type: 'failed', failure: requestFailure(error), timing: emptyTiming });
  }
}

/** The SDK understands OpenAI's error bodies only, and shows a proxy's page as it is; so errors are read here. */
async function fetchOrThrow(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  if (!response.ok) throw await responseError(response);
  return response;
}

type StreamedRequest = Exclude<ModelRequest, { kind: 'embeddings' }>;

async function stream(client: OpenAI, request: StreamedRequest, { signal, emit }: RunOptions): Promise<void> {
  const sentAt = performance.now();
  let tally = emptyTally;
  const batcher = new PieceBatcher((pieces) => emit({ type: 'pieces', ...pieces, timing: tally.timing }));
  signal.addEventListener('abort', () => batcher.flush(), { once: true });
  const response = await openStream(client, request, signal);
  try {
    for await (const chunk of chunksOf(response)) {
      const read = readChunk(tally, chunk, performance.now() - sentAt);
      tally = read.tally;
      batcher.push(read);
    }
  } catch (error) {
    batcher.flush();
    if (signal.aborted) return;
    emit({ type: 'failed', failure: requestFailure(error), timing: tally.timing });
    return;
  }
  batcher.flush();
  if (!signal.aborted) emit({ type: 'end', finish: tally.finish, usage: tally.usage, timing: tally.timing });
}

function openStream(client: OpenAI, request: StreamedRequest, signal: AbortSignal): Promise<Response> {
  const { stop, ...numbers } = request.sampling;
  const sampling = { ...numbers, ...(stop ? { stop: [...stop] } : {}) };
  const streaming = { stream: true, stream_options: { include_usage: true } } as const;
  if (request.kind === 'completion') {
    const body = { model: request.model, prompt: request.prompt, ...sampling, ...streaming };
    return client.completions.create(body, { signal }).asResponse();
  }
  const body = { model: request.model, messages: [...request.messages], ...sampling, ...streaming };
  return client.chat.completions.create(body, { signal }).asResponse();
}

/** The chunks of a stream until its terminator; the one of a response that isn't streamed. Throws what the server reports as an error. */
async function* chunksOf(response: Response): AsyncGenerator<Chunk, void> {
  const type = response.headers.get('content-type') ?? '';
  if (response.body === null) return;
  if (/^text\/html\b/i.test(type)) throw await responseError(response);
  if (/^application\/json\b/i.test(type)) {
    yield* chunksIn({ name: '', data: await response.text() });
    return;
  }
  for await (const event of serverEvents(response.body)) {
    if (event.data === '[DONE]') return;
    yield* chunksIn(event);
  }
}

function* chunksIn({ name, data }: ServerEvent): Generator<Chunk, void> {
  for (const value of valuesIn(data)) {
    const error = eventError(name, value);
    if (error) throw error;
    if (typeof value === 'object' && value !== null) yield value;
  }
}

/** The value of an event, or those of several whose blank lines were lost on the way. A text that isn't JSON stands for itself. */
function valuesIn(data: string): unknown[] {
  const parse = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  };
  const whole = parse(data);
  return typeof whole === 'string' ? data.split('\n').map(parse) : [whole];
}

type EmbeddingsRequest = Extract<ModelRequest, { kind: 'embeddings' }>;

async function embed(client: OpenAI, request: EmbeddingsRequest, { signal, emit }: RunOptions): Promise<void> {
  const sentAt = performance.now();
  const reply = await client.embeddings.create({ model: request.model, input: [...request.input] }, { signal });
  // A server may respond with an error and a status of 200.
  const error = Array.isArray(reply.data) ? null : eventError('error', reply);
  if (error) throw error;
  const inOrder = [...reply.data].sort((a, b) => a.index - b.index);
  emit({
    type: 'vectors',
    vectors: inOrder.map(({ embedding }) => embedding),
    promptTokens: reply.usage?.prompt_tokens ?? 0,
    durationMs: performance.now() - sentAt,
  });
}

/** What the server reported, which the SDK wraps if the request was its own; anything else is a connection that failed. */
function requestFailure(error: unknown): RequestFailure {
  if (error instanceof ReportedError) return error.failure;
  if (error instanceof Error && error.cause instanceof ReportedError) return error.cause.failure;
  return { status: null, code: null, message: '' };
}
