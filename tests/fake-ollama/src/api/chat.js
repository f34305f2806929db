/**
 * @import { ServerResponse } from 'node:http'
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { Chunk, GenerateRequest, Message } from '../types.ts'
 */
import { ApiError } from '../http/api-error.js';
import { wrongType } from '../http/go-json.js';
import { listField, readJson } from '../http/json-body.js';
import { disconnectSignal, sendJson } from '../http/response.js';
import { collectChunks, runModel } from './run-model.js';
import { streamChunks } from './stream-chunks.js';

/**
 * The last chunk's reason and counts; those that are undefined aren't sent.
 * @param {Chunk} chunk
 */
function metrics(chunk) {
  return {
    done_reason: chunk.done_reason,
    total_duration: chunk.total_duration,
    load_duration: chunk.load_duration,
    prompt_eval_count: chunk.prompt_eval_count,
    prompt_eval_duration: chunk.prompt_eval_duration,
    eval_count: chunk.eval_count,
    eval_duration: chunk.eval_duration,
  };
}

/** @param {Chunk} chunk */
function chatShape(chunk) {
  const { model, created_at, text = '', thinking, calls, done } = chunk;
  const message = {
    role: 'assistant',
    content: text,
    ...(thinking ? { thinking } : {}),
    ...(calls?.length ? { tool_calls: calls } : {}),
  };
  return { model, created_at, message, done, ...metrics(chunk) };
}

/** @param {Chunk} chunk */
function generateShape(chunk) {
  const { model, created_at, text = '', thinking, done, eval_count: count } = chunk;
  const context = done && count !== undefined ? { context: Array.from({ length: count }, (_, i) => 1000 + i) } : {};
  return {
    model,
    created_at,
    response: text,
    ...(thinking ? { thinking } : {}),
    done,
    ...context,
    ...metrics(chunk),
  };
}

/**
 * What a native client gets: lines of JSON, or one object if it asked for that or only for a load.
 * @param {ServerResponse} res
 * @param {{
 *   readonly chunks: AsyncGenerator<Chunk, void>,
 *   readonly stream: boolean | undefined,
 *   readonly shape: (chunk: Chunk) => object,
 * }} options
 */
async function respond(res, { chunks, stream, shape }) {
  if (stream === false) return sendJson(res, 200, shape(await collectChunks(chunks)));
  await streamChunks(res, {
    chunks,
    type: 'application/x-ndjson',
    write: (chunk) => `${JSON.stringify(shape(chunk))}\n`,
    onError: (error) => `${JSON.stringify({ error: error.message })}\n`,
    sendAlone: (chunk) => {
      const isAlone = chunk.done_reason === 'load' || chunk.done_reason === 'unload';
      if (isAlone) sendJson(res, 200, shape(chunk));
      return isAlone;
    },
  });
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function chat(app) {
  return async (req, res) => {
    /** @type {GenerateRequest} */
    const request = await readJson(req, 'api.ChatRequest');
    /** @type {readonly Message[]} */
    const messages = listField(request.messages, 'ChatRequest.messages', '[]api.Message');
    const wrong = messages.find(({ content = '' }) => typeof content !== 'string');
    if (wrong !== undefined) throw wrongType(wrong.content, 'ChatRequest.messages.content', 'string');
    if (!request.model) throw new ApiError(400, 'model is required');
    const chunks = runModel(app, {
      model: request.model,
      request,
      messages,
      verb: 'chat',
      signal: disconnectSignal(res),
    });
    await respond(res, { chunks, stream: request.stream, shape: chatShape });
  };
}

/**
 * The prompt of a completion as the chat it is treated like; empty to load or unload only.
 * @param {{
 *   readonly system?: string | undefined,
 *   readonly prompt?: string | undefined,
 *   readonly images?: readonly string[] | undefined,
 * }} request
 * @returns {readonly Message[]}
 */
export function promptMessages({ system, prompt, images }) {
  if (!prompt) return [];
  return [
    ...(system ? [{ role: 'system', content: system }] : []),
    { role: 'user', content: prompt, ...(images ? { images } : {}) },
  ];
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function generateText(app) {
  return async (req, res) => {
    /** @type {GenerateRequest} */
    const request = await readJson(req, 'api.GenerateRequest');
    if (!request.model) throw new ApiError(404, "model '' not found");
    const chunks = runModel(app, {
      model: request.model,
      request,
      messages: promptMessages(request),
      verb: 'generate',
      signal: disconnectSignal(res),
    });
    await respond(res, { chunks, stream: request.stream, shape: generateShape });
  };
}
