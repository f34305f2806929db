import { collect, converse } from '../api/conversation.js';
import { lookUp } from '../api/model-access.js';
import { streamReplies } from '../api/stream-replies.js';
import { ApiError } from '../http/api-error.js';
import { listField, readJson } from '../http/json-body.js';
import { clientGone, sendJson } from '../http/reply.js';
import { parseModelName } from '../models/name.js';
import { messageId } from './errors.js';
import { MessageEvents, stopReason, toolUse } from './message-events.js';

const textOf = (content) =>
  typeof content === 'string'
    ? content
    : (content ?? []).map(({ text = '', content: inner }) => (inner ? textOf(inner) : text)).join('');

const roleOf = ({ role, content }) =>
  Array.isArray(content) && content.some(({ type }) => type === 'tool_result') ? 'tool' : role;

function imagesOf(content) {
  const blocks = Array.isArray(content) ? content.filter(({ type }) => type === 'image') : [];
  return blocks.map(({ source }) => {
    if (source?.type === 'base64') return source.data;
    throw new ApiError(400, `invalid image source type: ${source?.type}. Only base64 images are supported.`);
  });
}

function nativeMessage({ role, content }) {
  const images = imagesOf(content);
  return { role: roleOf({ role, content }), content: textOf(content), ...(images.length > 0 ? { images } : {}) };
}

function nativeMessages({ system, messages }) {
  const first = system === undefined ? [] : [{ role: 'system', content: textOf(system) }];
  return [...first, ...messages.map(nativeMessage)];
}

/** Thinking asked of a model that can't is dropped here instead of failing. */
function thinkFor(app, { model, thinking }) {
  if (thinking?.type === 'disabled') return false;
  const name = parseModelName(model);
  const able = name !== null && lookUp(app, name)?.info.capabilities.includes('thinking');
  return able && thinking?.type === 'enabled' ? true : undefined;
}

function wholeMessage(id, all) {
  const content = [
    ...(all.thinking ? [{ type: 'thinking', thinking: all.thinking }] : []),
    ...(all.text ? [{ type: 'text', text: all.text }] : []),
    ...(all.calls ?? []).map(toolUse),
  ];
  const usage = { input_tokens: all.prompt_eval_count, output_tokens: all.eval_count };
  return { id, type: 'message', role: 'assistant', model: all.model, content, stop_reason: stopReason(all), usage };
}

/** Anthropic's Messages API. */
export const messages = (app) => async (req, res) => {
  const body = await readJson(req, 'anthropic.MessagesRequest', { emptyText: 'EOF' });
  listField(body.messages, 'MessagesRequest.messages', '[]anthropic.MessageParam');
  if (!body.model) throw new ApiError(400, 'model is required');
  if (!(body.max_tokens > 0)) throw new ApiError(400, 'max_tokens is required and must be positive');
  if (!body.messages?.length) throw new ApiError(400, 'messages is required');
  const native = nativeMessages(body);
  const tools = body.tools?.map(({ name, description, input_schema: parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
  const request = { model: body.model, tools, options: { num_predict: body.max_tokens }, think: thinkFor(app, body) };
  const replies = converse(app, { request, messages: native, verb: 'chat', signal: clientGone(res) });
  const id = messageId('msg');
  if (!body.stream)
    return sendJson(res, 200, wholeMessage(id, await collect(replies)), { type: 'application/json', newline: true });
  const events = new MessageEvents({ id, model: body.model, messages: native });
  const write = (reply) => events.write(reply);
  await streamReplies(res, { replies, type: 'text/event-stream', write, onError: () => '' });
};
