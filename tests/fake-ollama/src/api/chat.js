import { ApiError } from '../http/api-error.js';
import { wrongType } from '../http/go-json.js';
import { listField, readJson } from '../http/json-body.js';
import { clientGone, sendJson } from '../http/reply.js';
import { collect, converse } from './conversation.js';
import { streamReplies } from './stream-replies.js';

const METRICS = [
  ...['done_reason', 'total_duration', 'load_duration', 'prompt_eval_count', 'prompt_eval_duration', 'eval_count'],
  'eval_duration',
];
const pick = (reply, keys) =>
  Object.fromEntries(keys.filter((key) => reply[key] !== undefined).map((key) => [key, reply[key]]));

const isLoad = ({ done_reason: reason }) => reason === 'load' || reason === 'unload';

function chatShape(reply) {
  const { model, created_at, text = '', thinking, calls, done } = reply;
  const message = {
    ...{ role: 'assistant', content: text },
    ...(thinking ? { thinking } : {}),
    ...(calls?.length > 0 ? { tool_calls: calls } : {}),
  };
  return { model, created_at, message, done, ...pick(reply, METRICS) };
}

function generateShape(reply) {
  const { model, created_at, text = '', thinking, done, eval_count: count } = reply;
  const context = done && count !== undefined ? { context: Array.from({ length: count }, (_, i) => 1000 + i) } : {};
  return {
    model,
    created_at,
    response: text,
    ...(thinking ? { thinking } : {}),
    done,
    ...context,
    ...pick(reply, METRICS),
  };
}

/** What a native caller gets: lines of JSON unless it asked for one reply. */
async function answer(res, { replies, stream, shape }) {
  if (stream === false) return sendJson(res, 200, shape(await collect(replies)));
  const single = Object.assign((reply) => isLoad(reply), { send: (reply) => sendJson(res, 200, shape(reply)) });
  return streamReplies(res, {
    ...{ replies, single, type: 'application/x-ndjson' },
    write: (reply) => `${JSON.stringify(shape(reply))}\n`,
    onError: (error) => `${JSON.stringify({ error: error.message })}\n`,
  });
}

export const chat = (app) => async (req, res) => {
  const request = await readJson(req, 'api.ChatRequest');
  const messages = listField(request.messages, 'ChatRequest.messages', '[]api.Message');
  const strange = messages.find(({ content }) => content !== undefined && typeof content !== 'string');
  if (strange !== undefined) throw wrongType(strange.content, 'ChatRequest.messages.content', 'string');
  if (!request.model) throw new ApiError(400, 'model is required');
  const replies = converse(app, { request, messages, verb: 'chat', signal: clientGone(res) });
  await answer(res, { replies, stream: request.stream, shape: chatShape });
};

/** The prompt of a completion as the conversation it is answered like; empty to load or unload only. */
export function promptMessages({ system, prompt, images }) {
  if (!prompt) return [];
  return [...(system ? [{ role: 'system', content: system }] : []), { role: 'user', content: prompt, images }];
}

export const generateText = (app) => async (req, res) => {
  const request = await readJson(req, 'api.GenerateRequest');
  if (!request.model) throw new ApiError(404, "model '' not found");
  const replies = converse(app, {
    request,
    messages: promptMessages(request),
    verb: 'generate',
    signal: clientGone(res),
  });
  await answer(res, { replies, stream: request.stream, shape: generateShape });
};
