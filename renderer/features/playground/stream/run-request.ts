import OpenAI, { APIError } from 'openai';
import { type Chunk, emptyTally, emptyTiming, readChunk } from './chunk-reader.ts';
import { PieceBatcher } from './piece-batcher.ts';
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
  });
  try {
    if (request.kind === 'embeddings') await embed(client, request, options);
    else await stream(client, request, options);
  } catch (error) {
    if (options.signal.aborted) return;
    options.emit({ type: 'failed', failure: requestFailure(error), timing: emptyTiming });
  }
}

type StreamedRequest = Exclude<ModelRequest, { kind: 'embeddings' }>;

async function stream(client: OpenAI, request: StreamedRequest, { signal, emit }: RunOptions): Promise<void> {
  const sentAt = performance.now();
  let tally = emptyTally;
  const batcher = new PieceBatcher((pieces) => emit({ type: 'pieces', ...pieces, timing: tally.timing }));
  signal.addEventListener('abort', () => batcher.flush(), { once: true });
  const chunks = await openStream(client, request, signal);
  try {
    for await (const chunk of chunks) {
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

function openStream(client: OpenAI, request: StreamedRequest, signal: AbortSignal): Promise<AsyncIterable<Chunk>> {
  const { stop, ...numbers } = request.sampling;
  const sampling = { ...numbers, ...(stop ? { stop: [...stop] } : {}) };
  const streaming = { stream: true, stream_options: { include_usage: true } } as const;
  if (request.kind === 'completion') {
    const body = { model: request.model, prompt: request.prompt, ...sampling, ...streaming };
    return client.completions.create(body, { signal });
  }
  const body = { model: request.model, messages: [...request.messages], ...sampling, ...streaming };
  return client.chat.completions.create(body, { signal });
}

type EmbeddingsRequest = Extract<ModelRequest, { kind: 'embeddings' }>;

async function embed(client: OpenAI, request: EmbeddingsRequest, { signal, emit }: RunOptions): Promise<void> {
  const sentAt = performance.now();
  const reply = await client.embeddings.create({ model: request.model, input: [...request.input] }, { signal });
  const inOrder = [...reply.data].sort((a, b) => a.index - b.index);
  emit({
    type: 'vectors',
    vectors: inOrder.map(({ embedding }) => embedding),
    promptTokens: reply.usage.prompt_tokens,
    durationMs: performance.now() - sentAt,
  });
}

/** Describes whatever the SDK has thrown. */
function requestFailure(error: unknown): RequestFailure {
  if (!(error instanceof APIError)) {
    return { status: null, code: null, message: error instanceof Error ? error.message : '' };
  }
  return {
    status: error.status ?? null,
    code: error.code ?? null,
    message: serverMessage(error.error) ?? error.message,
  };
}

/** From OpenAI's error object without its wrapper, or Ollama's native `{ "error": "…" }`, which cloud models return. */
function serverMessage(body: unknown): string | null {
  if (typeof body === 'string') return body === '' ? null : body;
  if (typeof body !== 'object' || body === null) return null;
  if ('message' in body && typeof body.message === 'string') return body.message;
  return 'error' in body ? serverMessage(body.error) : null;
}
