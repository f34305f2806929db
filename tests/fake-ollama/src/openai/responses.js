/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { Chunk, Message } from '../types.ts'
 * @import { ResponseHead, ResponsesRequest } from './response-object.js'
 */
import { collectChunks, runModel } from '../api/run-model.js';
import { streamChunks } from '../api/stream-chunks.js';
import { ApiError } from '../http/api-error.js';
import { readJson } from '../http/json-body.js';
import { COMPATIBLE_JSON, disconnectSignal, sendJson } from '../http/response.js';
import { responseId, toolCallsOf } from './chunks.js';
import { imageData } from './messages.js';
import { thinkOf } from './native-request.js';
import { ResponseEvents } from './response-events.js';
import { messageItem, reasoningItem, responseObject, responseUsage } from './response-object.js';

/**
 * @typedef {string | readonly { readonly type?: string, readonly text?: string, readonly image_url: string }[]} Content
 * @typedef {{ readonly type?: string, readonly role?: string, readonly content: Content, readonly output?: unknown }} InputItem
 */

/**
 * @param {string} role
 * @param {Content} content
 * @returns {Message}
 */
function contentMessage(role, content) {
  if (typeof content === 'string') return { role, content };
  const texts = content.filter(({ text }) => typeof text === 'string').map(({ text }) => text);
  const images = content.filter(({ type }) => type === 'input_image').map(({ image_url: url }) => imageData(url));
  return { role, content: texts.join(''), ...(images.length > 0 ? { images } : {}) };
}

/**
 * @param {unknown} input
 * @returns {readonly Message[]}
 */
function inputMessages(input) {
  if (input === undefined || input === null) return [];
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  if (!Array.isArray(input)) throw new ApiError(400, 'invalid input');
  return input.flatMap((/** @type {InputItem} */ { type, role, content, output }) => {
    if (type === 'function_call_output') return [{ role: 'tool', content: String(output) }];
    if (role === undefined) return [];
    return [contentMessage(role === 'developer' ? 'system' : role, content)];
  });
}

/** @param {ResponsesRequest['tools']} tools */
function nativeTools(tools) {
  return (tools ?? [])
    .filter(({ type }) => type === 'function')
    .map(({ type, ...fields }) => ({ type, function: fields }));
}

/**
 * @param {ResponseHead} head
 * @param {Chunk} all
 */
function wholeResponse({ id, body }, all) {
  const reasoning = all.thinking ? [reasoningItem(`rs_${id}`, all.thinking)] : [];
  const calls = toolCallsOf(all).map((call, i) => ({
    id: `fc_${id}_${i}`,
    type: 'function_call',
    status: 'completed',
    call_id: call.id,
    name: call.function.name,
    arguments: call.function.arguments,
  }));
  const items = calls.length > 0 ? calls : [messageItem(responseId('msg').replace('-', '_'), all.text ?? '')];
  return responseObject({ id, body }, { output: [...reasoning, ...items], usage: responseUsage(all) });
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function responses(app) {
  return async (req, res) => {
    /** @type {ResponsesRequest} */
    const body = await readJson(req, 'openai.ResponsesRequest', { emptyText: 'EOF' });
    const system = body.instructions ? [{ role: 'system', content: body.instructions }] : [];
    const messages = [...system, ...inputMessages(body.input)];
    const { model } = body;
    if (!model) throw new ApiError(400, 'model is required');
    const request = {
      model,
      tools: nativeTools(body.tools),
      options: body.max_output_tokens ? { num_predict: body.max_output_tokens } : {},
      format: (body.text?.format?.type === 'json_schema' ? body.text.format.schema : null) ?? null,
      think: thinkOf(body.reasoning?.effort),
    };
    const chunks = runModel(app, { model, request, messages, verb: 'chat', signal: disconnectSignal(res) });
    const id = responseId('resp').replace('-', '_');
    if (!body.stream) {
      return sendJson(res, 200, wholeResponse({ id, body }, await collectChunks(chunks)), COMPATIBLE_JSON);
    }
    const events = new ResponseEvents({ id, body });
    await streamChunks(res, {
      chunks,
      type: 'text/event-stream',
      write: (chunk) => events.write(chunk),
      onError: () => '',
    });
  };
}
