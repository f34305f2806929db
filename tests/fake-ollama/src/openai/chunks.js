/** @import { Chunk } from '../types.ts' */

/** @typedef {{ readonly model: string, readonly includeUsage: boolean }} StreamOptions */

/**
 * Counts as OpenAI names them.
 * @param {Chunk} chunk
 */
export function usageOf({ prompt_eval_count: prompt = 0, eval_count: completion = 0 }) {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

/**
 * The tool calls as OpenAI describes them.
 * @param {Chunk} chunk
 */
export function toolCallsOf({ calls = [] }) {
  return calls.map(({ id, function: { index, name, arguments: args } }) => ({
    id,
    index,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
}

/** @param {string} prefix */
export function responseId(prefix) {
  return `${prefix}-${Math.floor(Math.random() * 999)}`;
}

/** Seconds since 1970. */
export function nowInSeconds() {
  return Math.floor(Date.now() / 1000);
}

/**
 * An event without a name.
 * @param {unknown} value
 */
export function sseData(value) {
  return `data: ${JSON.stringify(value)}\n\n`;
}

export const SSE_DONE = 'data: [DONE]\n\n';

/**
 * The chunks of one stream: they share an id, and `created` if it is given.
 * @param {{ readonly model: string, readonly created?: number }} options
 */
function frame({ model, created }) {
  const id = responseId('chatcmpl');
  return (/** @type {readonly object[]} */ choices, /** @type {object} */ extra = {}) =>
    sseData({
      id,
      object: 'chat.completion.chunk',
      created: created ?? nowInSeconds(),
      model,
      system_fingerprint: 'fp_ollama',
      choices,
      ...extra,
    });
}

/**
 * @param {object} delta
 * @param {string | null} [reason]
 */
function choice(delta, reason = null) {
  return [{ index: 0, delta, finish_reason: reason }];
}

/** @param {Chunk} chunk */
function deltaOf(chunk) {
  const calls = toolCallsOf(chunk);
  return {
    content: chunk.text ?? '',
    ...(chunk.thinking ? { reasoning: chunk.thinking } : {}),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

/**
 * Since 0.32.6: the role once, one `created`, and the end in a chunk of its own with an empty delta.
 * @param {StreamOptions} options
 */
export function chunkWriter({ model, includeUsage }) {
  const frameOf = frame({ model, created: nowInSeconds() });
  let isOpened = false;
  return (/** @type {Chunk} */ chunk) => {
    const hasCalls = (chunk.calls ?? []).length > 0;
    const isTrailer = chunk.done && isOpened && !hasCalls;
    const role = isOpened ? {} : { role: 'assistant' };
    const texts = isTrailer ? [] : [frameOf(choice({ ...role, ...deltaOf(chunk) }))];
    isOpened = true;
    if (!chunk.done) return texts.join('');
    const reason = chunk.done_reason === 'stop' && hasCalls ? 'tool_calls' : chunk.done_reason;
    const usage = includeUsage ? [frameOf([], { usage: usageOf(chunk) })] : [];
    return [...texts, frameOf(choice({}, reason)), ...usage, SSE_DONE].join('');
  };
}

/**
 * Before 0.32.6: the role in every chunk, and the end on a chunk with empty content.
 * @param {StreamOptions} options
 */
export function olderChunkWriter({ model, includeUsage }) {
  const frameOf = frame({ model });
  let hadCalls = false;
  return (/** @type {Chunk} */ chunk) => {
    hadCalls ||= (chunk.calls ?? []).length > 0;
    const reason = chunk.done_reason === 'stop' && hadCalls ? 'tool_calls' : (chunk.done_reason ?? null);
    const text = frameOf(choice({ role: 'assistant', ...deltaOf(chunk) }, reason));
    if (!chunk.done) return text;
    const usage = includeUsage ? [frameOf([], { usage: usageOf(chunk) })] : [];
    return [text, ...usage, SSE_DONE].join('');
  };
}

/** An error in mid-stream is lost: one empty chunk of no model, then the end without a finish and without [DONE]. */
export function lostErrorChunk() {
  return frame({ model: '' })(choice({ content: '' }));
}
