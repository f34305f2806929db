import { promptMessages } from '../api/chat.js';
import { collect, converse } from '../api/conversation.js';
import { streamReplies } from '../api/stream-replies.js';
import { ApiError } from '../http/api-error.js';
import { readJson } from '../http/json-body.js';
import { clientGone, sendJson } from '../http/reply.js';
import { replyId, usageOf } from './chunks.js';
import { optionsFrom } from './native-request.js';

function shape(id, reply, extra = {}) {
  const choices = [{ text: reply.text ?? '', index: 0, finish_reason: reply.done_reason ?? null }];
  const created = Math.floor(Date.now() / 1000);
  return {
    id,
    object: 'text_completion',
    created,
    model: reply.model,
    system_fingerprint: 'fp_ollama',
    choices,
    ...extra,
  };
}

const NO_USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

const data = (value) => `data: ${JSON.stringify(value)}\n\n`;

function textWriter(includeUsage) {
  const id = replyId('cmpl');
  return (reply) => {
    const chunk = shape(id, reply, includeUsage ? { usage: NO_USAGE } : {});
    if (!reply.done) return data(chunk);
    const counted = includeUsage ? data({ ...chunk, choices: [], usage: usageOf(reply) }) : '';
    return `${data(chunk)}${counted}data: [DONE]\n\n`;
  };
}

/** The older completion route: `/api/generate` with the chat template, its thinking dropped. */
export const completions = (app) => async (req, res) => {
  const body = await readJson(req, 'openai.CompletionRequest', { emptyText: 'EOF' });
  if (body.prompt !== undefined && typeof body.prompt !== 'string') {
    const kind = Array.isArray(body.prompt) ? 'array' : typeof body.prompt;
    throw new ApiError(
      400,
      `json: cannot unmarshal ${kind} into Go struct field CompletionRequest.prompt of type string`,
    );
  }
  if (!body.model) throw new ApiError(404, "model '' not found");
  const request = { model: body.model, suffix: body.suffix, options: optionsFrom(body) };
  const replies = converse(app, { request, messages: promptMessages(body), verb: 'generate', signal: clientGone(res) });
  if (!body.stream) {
    const all = await collect(replies);
    return sendJson(res, 200, shape(replyId('cmpl'), all, { usage: usageOf(all) }), {
      type: 'application/json',
      newline: true,
    });
  }
  const write = textWriter(body.stream_options?.include_usage === true);
  const onError = () => write({ model: '' });
  await streamReplies(res, { replies, type: 'text/event-stream', write, onError });
};
