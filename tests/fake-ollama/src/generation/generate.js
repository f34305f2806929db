import { setTimeout as wait } from 'node:timers/promises';
import { ApiError } from '../http/api-error.js';
import { composeAnswer } from './answer.js';
import { countTokens } from './tokens.js';

const RUNNER_STOPPED =
  'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details';

/** A fault of the switches: the stream ends in the middle, the connection with it or not. */
export class StreamFault extends Error {
  constructor(kind) {
    super(`an error was encountered while running the model: ${kind}`);
    this.kind = kind;
  }
}

function promptTokens(messages) {
  return messages.reduce((sum, { content }) => sum + countTokens(content ?? ''), 0);
}

/**
 * The real server cuts a prompt that it renders itself, and passes on llama-server's complaint, as text inside the error, where
 * llama-server does: which of them is a switch.
 */
function checkContext(messages, { contextLength, promptTooLong }) {
  const count = countTokens(messages.at(-1)?.content ?? '');
  if (promptTooLong === 'cut' || count <= contextLength) return;
  const message = `request (${count} tokens) exceeds the available context size (${contextLength} tokens), try increasing it`;
  const error = { code: 400, message, type: 'exceed_context_size_error', n_prompt_tokens: count, n_ctx: contextLength };
  throw new ApiError(400, JSON.stringify({ error }));
}

function cutAtStop(pieces, stops) {
  const text = pieces.join('');
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  if (ends.length === 0) return pieces;
  const end = Math.min(...ends);
  const kept = [];
  for (let length = 0, i = 0; length < end; length += pieces[i].length, i++)
    kept.push(pieces[i].slice(0, end - length));
  return kept;
}

/**
 * Generates an answer on a loaded runner, piece by piece: yields `{ kind: 'thinking' | 'text', piece }` and at last
 * `{ kind: 'end', … }` with the counts and any tool calls. Ends early, with an event, when the client leaves.
 */
export async function* generate(app, { entry, request, signal }) {
  const { model, messages, options } = request;
  const { answer: fixed, promptTooLong } = app.switches();
  checkContext(messages, { contextLength: entry.contextLength, promptTooLong });
  const composed = composeAnswer({ ...request, fixed });
  const answer = cutAtStop(composed.answer, options.stop ?? []);
  const pieces = [
    ...composed.thinking.map((piece) => ({ kind: 'thinking', piece })),
    ...answer.map((piece) => ({ kind: 'text', piece })),
  ];
  const limit = options.num_predict > 0 ? options.num_predict : Infinity;
  const progress = { tokens: 0, started: performance.now() };
  app.event('generation-started', { model });
  try {
    await wait(app.switches().promptDelayMs, undefined, { signal });
    const promptMs = performance.now() - progress.started;
    yield* emit(app, { pieces: pieces.slice(0, limit), entry, signal, progress });
    const evalMs = performance.now() - progress.started - promptMs;
    app.event('generation-finished', { model, tokens: progress.tokens });
    const cut = pieces.length > limit;
    yield {
      kind: 'end',
      calls: cut ? [] : composed.calls,
      reason: cut ? 'length' : 'stop',
      promptMs,
      evalMs,
      ...counts(messages, progress),
    };
  } catch (error) {
    const event = signal.aborted ? 'generation-cancelled' : 'generation-failed';
    app.event(event, { model, tokens: progress.tokens });
    throw error;
  }
}

const counts = (messages, { tokens }) => ({ promptTokens: promptTokens(messages), tokens: Math.max(1, tokens) });

async function* emit(app, { pieces, entry, signal, progress }) {
  let due = performance.now();
  for (const piece of pieces) {
    const { tokensPerSecond, streamError } = app.switches();
    due += 1000 / tokensPerSecond;
    // Timers are coarser than fast rates: wait only when the next token is really in the future.
    if (due - performance.now() > 1) await wait(due - performance.now(), undefined, { signal });
    if (signal.aborted) throw signal.reason;
    if (entry.child.exitCode !== null || entry.child.signalCode !== null) throw new ApiError(500, RUNNER_STOPPED);
    if (streamError !== null && progress.tokens >= (streamError.afterTokens ?? 0))
      throw new StreamFault(streamError.kind);
    progress.tokens += 1;
    yield piece;
  }
}
