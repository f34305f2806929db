/** Counts as OpenAI names them. */
export function usageOf({ prompt_eval_count: prompt = 0, eval_count: completion = 0 }) {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

export function toolCallsOf({ calls }) {
  if (calls === undefined || calls.length === 0) return undefined;
  return calls.map(({ id, function: { index, name, arguments: args } }) => ({
    ...{ id, index, type: 'function' },
    function: { name, arguments: JSON.stringify(args) },
  }));
}

export const replyId = (prefix) => `${prefix}-${Math.floor(Math.random() * 999)}`;

const data = (value) => `data: ${JSON.stringify(value)}\n\n`;

const DONE = 'data: [DONE]\n\n';

/** The frame that every chunk of one stream shares. */
function frame({ model, created }) {
  const id = replyId('chatcmpl');
  return (choices, extra = {}) =>
    data({
      id,
      object: 'chat.completion.chunk',
      created: created ?? now(),
      model,
      system_fingerprint: 'fp_ollama',
      choices,
      ...extra,
    });
}

const now = () => Math.floor(Date.now() / 1000);

const choice = (delta, reason = null) => [{ index: 0, delta, finish_reason: reason }];

function deltaOf(reply) {
  const calls = toolCallsOf(reply);
  return {
    content: reply.text ?? '',
    ...(reply.thinking ? { reasoning: reply.thinking } : {}),
    ...(calls === undefined ? {} : { tool_calls: calls }),
  };
}

/** Since 0.32.6: the role once, one `created`, and the end in a chunk of its own with an empty delta. */
export function chunkWriter({ model, includeUsage }) {
  const chunk = frame({ model, created: now() });
  let opened = false;
  return (reply) => {
    const trailer = reply.done && opened && !reply.calls?.length;
    const role = opened ? {} : { role: 'assistant' };
    const texts = trailer ? [] : [chunk(choice({ ...role, ...deltaOf(reply) }))];
    opened = true;
    if (!reply.done) return texts.join('');
    const reason = reply.done_reason === 'stop' && reply.calls?.length > 0 ? 'tool_calls' : reply.done_reason;
    const usage = includeUsage ? [chunk([], { usage: usageOf(reply) })] : [];
    return [...texts, chunk(choice({}, reason)), ...usage, DONE].join('');
  };
}

/** Before 0.32.6: the role in every chunk, and the end on a chunk with empty content. */
export function olderChunkWriter({ model, includeUsage }) {
  const chunk = frame({ model });
  let called = false;
  return (reply) => {
    called ||= reply.calls?.length > 0;
    const reason = reply.done_reason === 'stop' && called ? 'tool_calls' : (reply.done_reason ?? null);
    const text = chunk(choice({ role: 'assistant', ...deltaOf(reply) }, reason));
    if (!reply.done) return text;
    const usage = includeUsage ? [chunk([], { usage: usageOf(reply) })] : [];
    return [text, ...usage, DONE].join('');
  };
}

/** An error in mid-stream is lost: one empty chunk of no model, then the end without a finish and without [DONE]. */
export function lostErrorChunk() {
  return frame({ model: '' })(choice({ content: '' }));
}
