/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { Chunk, Message, Schema } from '../types.ts'
 */
import { lookUp } from '../api/model-access.js';
import { collectChunks, runModel } from '../api/run-model.js';
import { streamChunks } from '../api/stream-chunks.js';
import { ApiError } from '../http/api-error.js';
import { listField, readJson } from '../http/json-body.js';
import { COMPATIBLE_JSON, disconnectSignal, sendJson } from '../http/response.js';
import { parseModelName } from '../models/name.js';
import { messageId } from './errors.js';
import { MessageEvents, stopReason, toolUse } from './message-events.js';

/**
 * @typedef {{
 *   readonly type?: string,
 *   readonly text?: string,
 *   readonly content?: Content,
 *   readonly source?: { readonly type?: string, readonly data: string },
 * }} Block
 */
/** @typedef {string | readonly Block[] | null | undefined} Content */
/** @typedef {{ readonly role: string, readonly content?: Content }} SentMessage */
/**
 * @typedef {{
 *   readonly model?: string,
 *   readonly messages?: readonly SentMessage[],
 *   readonly system?: Content,
 *   readonly max_tokens?: number,
 *   readonly stream?: boolean,
 *   readonly tools?: readonly { readonly name?: string, readonly description?: string, readonly input_schema?: Schema }[] | null,
 *   readonly thinking?: { readonly type?: string } | null,
 * }} MessagesRequest
 */

/**
 * @param {Content} content
 * @returns {string}
 */
function textOf(content) {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text = '', content: inner }) => (inner ? textOf(inner) : text)).join('');
}

/** @param {SentMessage} message */
function roleOf({ role, content }) {
  return Array.isArray(content) && content.some(({ type }) => type === 'tool_result') ? 'tool' : role;
}

/** @param {Content} content */
function imagesOf(content) {
  /** @type {readonly Block[]} */
  const blocks = Array.isArray(content) ? content.filter(({ type }) => type === 'image') : [];
  return blocks.map(({ source }) => {
    if (source?.type === 'base64') return source.data;
    throw new ApiError(400, `invalid image source type: ${source?.type}. Only base64 images are supported.`);
  });
}

/**
 * @param {SentMessage} message
 * @returns {Message}
 */
function nativeMessage({ role, content }) {
  const images = imagesOf(content);
  return { role: roleOf({ role, content }), content: textOf(content), ...(images.length > 0 ? { images } : {}) };
}

/**
 * @param {Content} system
 * @param {readonly SentMessage[]} messages
 */
function nativeMessages(system, messages) {
  const first = system === undefined ? [] : [{ role: 'system', content: textOf(system) }];
  return [...first, ...messages.map(nativeMessage)];
}

/**
 * The native `think`; thinking asked of a model that can't is dropped here instead of failing.
 * @param {App} app
 * @param {MessagesRequest} request
 */
function thinkFor(app, { model, thinking }) {
  if (thinking?.type === 'disabled') return false;
  const name = parseModelName(model);
  const isAble = name !== null && lookUp(app, name)?.info.capabilities.includes('thinking');
  return isAble && thinking?.type === 'enabled' ? true : null;
}

/**
 * @param {string} id
 * @param {Chunk} all
 */
function wholeMessage(id, all) {
  const content = [
    ...(all.thinking ? [{ type: 'thinking', thinking: all.thinking }] : []),
    ...(all.text ? [{ type: 'text', text: all.text }] : []),
    ...(all.calls ?? []).map(toolUse),
  ];
  const usage = { input_tokens: all.prompt_eval_count, output_tokens: all.eval_count };
  return { id, type: 'message', role: 'assistant', model: all.model, content, stop_reason: stopReason(all), usage };
}

/**
 * Anthropic's Messages API.
 * @param {App} app
 * @returns {Handler}
 */
export function messages(app) {
  return async (req, res) => {
    /** @type {MessagesRequest} */
    const body = await readJson(req, 'anthropic.MessagesRequest', { emptyText: 'EOF' });
    const { model, max_tokens: limit = 0, system } = body;
    const sent = listField(body.messages, 'MessagesRequest.messages', '[]anthropic.MessageParam');
    if (!model) throw new ApiError(400, 'model is required');
    if (!(limit > 0)) throw new ApiError(400, 'max_tokens is required and must be positive');
    if (sent.length === 0) throw new ApiError(400, 'messages is required');
    const native = nativeMessages(system, sent);
    const request = {
      model,
      tools: (body.tools ?? []).map(({ input_schema: parameters = {}, ...fields }) => ({
        type: 'function',
        function: { ...fields, parameters },
      })),
      options: { num_predict: limit },
      think: thinkFor(app, body),
    };
    const chunks = runModel(app, { model, request, messages: native, verb: 'chat', signal: disconnectSignal(res) });
    const id = messageId('msg');
    if (!body.stream) return sendJson(res, 200, wholeMessage(id, await collectChunks(chunks)), COMPATIBLE_JSON);
    const events = new MessageEvents({ id, model, messages: native });
    await streamChunks(res, {
      chunks,
      type: 'text/event-stream',
      write: (chunk) => events.write(chunk),
      onError: () => '',
    });
  };
}
