/**
 * @import { App } from '../app.js'
 * @import { LoadedModel } from '../runner/scheduler.js'
 * @import { Message, Options, StreamErrorKind, ToolCall } from '../types.ts'
 * @import { Prompt } from './response.js'
 */
import { setTimeout as wait } from 'node:timers/promises';
import { ApiError } from '../http/api-error.js';
import { composeResponse } from './response.js';
import { countTokens } from './tokens.js';

/**
 * A piece of thinking or text.
 * @typedef {{ readonly kind: 'thinking' | 'text', readonly piece: string }} Piece
 */
/**
 * The end, with the counts and any tool calls.
 * @typedef {{
 *   readonly kind: 'end',
 *   readonly calls: readonly ToolCall[],
 *   readonly reason: 'stop' | 'length',
 *   readonly promptTokens: number,
 *   readonly promptMs: number,
 *   readonly tokens: number,
 *   readonly evalMs: number,
 * }} End
 */
/** @typedef {{ tokens: number, readonly started: number }} Progress */

const RUNNER_STOPPED =
  'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details';

/** A fault of the switches: the stream ends in the middle, the connection with it or not. */
export class StreamFault extends Error {
  /** @param {StreamErrorKind} kind */
  constructor(kind) {
    super(`an error was encountered while running the model: ${kind}`);
    this.kind = kind;
  }
}

/** @param {readonly Message[]} messages */
function promptTokens(messages) {
  return messages.reduce((sum, { content }) => sum + countTokens(content ?? ''), 0);
}

/**
 * The real server truncates a prompt that it renders itself, and passes on llama-server's error, as text inside its own, where
 * llama-server renders it: which of them is a switch.
 * @param {readonly Message[]} messages
 * @param {number} contextLength
 */
function checkContext(messages, contextLength) {
  const count = countTokens(messages.at(-1)?.content ?? '');
  if (count <= contextLength) return;
  const message = `request (${count} tokens) exceeds the available context size (${contextLength} tokens), try increasing it`;
  const error = { code: 400, message, type: 'exceed_context_size_error', n_prompt_tokens: count, n_ctx: contextLength };
  throw new ApiError(400, JSON.stringify({ error }));
}

/**
 * @param {readonly string[]} pieces
 * @param {readonly string[]} stops
 */
function truncateAtStop(pieces, stops) {
  const text = pieces.join('');
  const end = Math.min(...stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0), text.length);
  /** @type {string[]} */
  const kept = [];
  let length = 0;
  for (const piece of pieces) {
    if (length < end) kept.push(piece.slice(0, end - length));
    length += piece.length;
  }
  return kept;
}

/**
 * Generates a response on a loaded runner, piece by piece. Ends early, with an event, when the client disconnects.
 * @param {App} app
 * @param {{
 *   readonly entry: LoadedModel,
 *   readonly prompt: Omit<Prompt, 'fixed'>,
 *   readonly options: Options,
 *   readonly signal: AbortSignal,
 * }} run
 * @returns {AsyncGenerator<Piece | End, void>}
 * @throws {ApiError}
 * @throws {StreamFault} where a switch asks for it
 */
export async function* generate(app, { entry, prompt, options, signal }) {
  const { model, messages } = prompt;
  const { response: fixed, promptTooLong, promptDelayMs } = app.switches();
  if (promptTooLong === 'error') checkContext(messages, entry.contextLength);
  const composed = composeResponse({ ...prompt, fixed });
  const text = truncateAtStop(composed.text, options.stop ?? []);
  /** @type {readonly Piece[]} */
  const pieces = [
    ...composed.thinking.map((piece) => /** @type {const} */ ({ kind: 'thinking', piece })),
    ...text.map((piece) => /** @type {const} */ ({ kind: 'text', piece })),
  ];
  const limit = options.num_predict !== undefined && options.num_predict > 0 ? options.num_predict : Infinity;
  /** @type {Progress} */
  const progress = { tokens: 0, started: performance.now() };
  app.event('generation-started', { model });
  try {
    await wait(promptDelayMs, undefined, { signal });
    const promptMs = performance.now() - progress.started;
    yield* emit(app, { pieces: pieces.slice(0, limit), entry, signal, progress });
    const evalMs = performance.now() - progress.started - promptMs;
    app.event('generation-finished', { model, tokens: progress.tokens });
    const isLimited = pieces.length > limit;
    yield {
      kind: 'end',
      calls: isLimited ? [] : composed.calls,
      reason: isLimited ? 'length' : 'stop',
      promptTokens: promptTokens(messages),
      promptMs,
      tokens: Math.max(1, progress.tokens),
      evalMs,
    };
  } catch (error) {
    const event = signal.aborted ? 'generation-canceled' : 'generation-failed';
    app.event(event, { model, tokens: progress.tokens });
    throw error;
  }
}

/**
 * @param {App} app
 * @param {{
 *   readonly pieces: readonly Piece[],
 *   readonly entry: LoadedModel,
 *   readonly signal: AbortSignal,
 *   readonly progress: Progress,
 * }} run
 */
async function* emit(app, { pieces, entry, signal, progress }) {
  let due = performance.now();
  for (const piece of pieces) {
    const { tokensPerSecond, streamError } = app.switches();
    due += 1000 / tokensPerSecond;
    // Timers are coarser than fast rates: wait only when the next token is really in the future.
    if (due - performance.now() > 1) await wait(due - performance.now(), undefined, { signal });
    if (signal.aborted) throw signal.reason;
    if (entry.child.exitCode !== null || entry.child.signalCode !== null) throw new ApiError(500, RUNNER_STOPPED);
    if (streamError !== null && progress.tokens >= (streamError.afterTokens ?? 0)) {
      throw new StreamFault(streamError.kind);
    }
    progress.tokens += 1;
    yield piece;
  }
}
