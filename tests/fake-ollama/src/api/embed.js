/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { EmbedRequest } from '../types.ts'
 */
import { embed, shorten } from '../generation/embedding.js';
import { countTokens } from '../generation/tokens.js';
import { ApiError } from '../http/api-error.js';
import { readJson } from '../http/json-body.js';
import { disconnectSignal, sendJson } from '../http/response.js';
import { keepAliveOf, optionsOf, requireModel } from './model-access.js';

const CHAT_ONLY = 'This server does not support embeddings. Start it with `--embeddings`';

/** @param {string} sent */
function missing(sent) {
  return new ApiError(404, `model ${JSON.stringify(sent)} not found, try pulling it first`);
}

/**
 * @param {unknown} input
 * @returns {readonly string[]}
 */
function inputsOf(input) {
  if (input === undefined || input === null) return [];
  const list = Array.isArray(input) ? input : [input];
  if (list.some((item) => typeof item !== 'string')) throw new ApiError(400, 'invalid input type');
  return list;
}

/**
 * Embeds texts, a vector each.
 * @param {App} app
 * @param {EmbedRequest} request
 * @param {AbortSignal} signal
 * @throws {ApiError}
 */
export async function embedTexts(app, request, signal) {
  const started = performance.now();
  const inputs = inputsOf(request.input);
  if (!request.model) throw new ApiError(404, "model '' not found");
  const model = requireModel(app, request.model, missing);
  const contextLength = optionsOf(request).num_ctx;
  const lease = await app.scheduler.acquire(model, { keepAliveMs: keepAliveOf(request), contextLength, signal });
  const loadMs = performance.now() - started;
  try {
    const promptTokens = inputs.reduce((sum, text) => sum + countTokens(text), 0);
    if (inputs.length > 0 && !model.info.capabilities.includes('embedding')) throw new ApiError(501, CHAT_ONLY);
    const isTooLong = inputs.some((text) => countTokens(text) > lease.entry.contextLength);
    if (isTooLong && request.truncate === false) throw new ApiError(400, 'the input length exceeds the context length');
    const size = model.info.embeddingLength;
    const embeddings = inputs.map((text) => [...shorten(embed(text, size), request.dimensions ?? 0)]);
    return { embeddings, promptTokens, loadMs, totalMs: performance.now() - started };
  } finally {
    lease.release();
  }
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function embedNative(app) {
  return async (req, res) => {
    /** @type {EmbedRequest} */
    const request = await readJson(req, 'api.EmbedRequest');
    const { embeddings, promptTokens, loadMs, totalMs } = await embedTexts(app, request, disconnectSignal(res));
    const durations = { total_duration: Math.round(totalMs * 1e6), load_duration: Math.round(loadMs * 1e6) };
    const counted = promptTokens > 0 ? { ...durations, prompt_eval_count: promptTokens } : {};
    sendJson(res, 200, { model: request.model, embeddings, ...counted });
  };
}

/**
 * The older route: one prompt, one vector.
 * @param {App} app
 * @returns {Handler}
 */
export function embeddingsLegacy(app) {
  return async (req, res) => {
    /** @type {EmbedRequest} */
    const request = await readJson(req, 'api.EmbeddingRequest');
    if (!request.model) throw new ApiError(400, 'model is required');
    const input = request.prompt ? [request.prompt] : [];
    const { embeddings } = await embedTexts(app, { ...request, input }, disconnectSignal(res)).catch((error) => {
      throw error instanceof ApiError && error.status === 501 ? new ApiError(500, error.message) : error;
    });
    sendJson(res, 200, { embedding: embeddings[0] ?? [] });
  };
}
