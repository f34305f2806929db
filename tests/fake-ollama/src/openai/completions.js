/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { Chunk } from '../types.ts'
 */
import { promptMessages } from '../api/chat.js';
import { collectChunks, runModel } from '../api/run-model.js';
import { streamChunks } from '../api/stream-chunks.js';
import { ApiError } from '../http/api-error.js';
import { wrongType } from '../http/go-json.js';
import { readJson } from '../http/json-body.js';
import { COMPATIBLE_JSON, disconnectSignal, sendJson } from '../http/response.js';
import { nowInSeconds, responseId, SSE_DONE, sseData, usageOf } from './chunks.js';
import { optionsFrom } from './native-request.js';

/**
 * @typedef {{
 *   readonly model?: string,
 *   readonly prompt?: string,
 *   readonly system?: string,
 *   readonly images?: readonly string[],
 *   readonly suffix?: string,
 *   readonly stream?: boolean,
 *   readonly stream_options?: { readonly include_usage?: boolean } | null,
 *   readonly max_tokens?: number,
 *   readonly stop?: string | readonly string[] | null,
 * }} CompletionRequest
 */

/**
 * @param {string} id
 * @param {Chunk} chunk
 * @param {object} [extra]
 */
function shape(id, chunk, extra = {}) {
  return {
    id,
    object: 'text_completion',
    created: nowInSeconds(),
    model: chunk.model,
    system_fingerprint: 'fp_ollama',
    choices: [{ text: chunk.text ?? '', index: 0, finish_reason: chunk.done_reason ?? null }],
    ...extra,
  };
}

const NO_USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/** @param {boolean} includeUsage */
function textWriter(includeUsage) {
  const id = responseId('cmpl');
  return (/** @type {Chunk} */ chunk) => {
    const shaped = shape(id, chunk, includeUsage ? { usage: NO_USAGE } : {});
    if (!chunk.done) return sseData(shaped);
    const usage = includeUsage ? sseData({ ...shaped, choices: [], usage: usageOf(chunk) }) : '';
    return `${sseData(shaped)}${usage}${SSE_DONE}`;
  };
}

/**
 * The older completion route: `/api/generate` with the chat template, its thinking dropped.
 * @param {App} app
 * @returns {Handler}
 */
export function completions(app) {
  return async (req, res) => {
    /** @type {CompletionRequest} */
    const body = await readJson(req, 'openai.CompletionRequest', { emptyText: 'EOF' });
    if (body.prompt !== undefined && typeof body.prompt !== 'string') {
      throw wrongType(body.prompt, 'CompletionRequest.prompt', 'string');
    }
    const { model } = body;
    if (!model) throw new ApiError(404, "model '' not found");
    const request = { model, ...(body.suffix ? { suffix: body.suffix } : {}), options: optionsFrom(body) };
    const chunks = runModel(app, {
      model,
      request,
      messages: promptMessages(body),
      verb: 'generate',
      signal: disconnectSignal(res),
    });
    if (!body.stream) {
      const all = await collectChunks(chunks);
      return sendJson(res, 200, shape(responseId('cmpl'), all, { usage: usageOf(all) }), COMPATIBLE_JSON);
    }
    const write = textWriter(body.stream_options?.include_usage === true);
    const onError = () => write({ model: '' });
    await streamChunks(res, { chunks, type: 'text/event-stream', write, onError });
  };
}
