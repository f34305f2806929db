import { embed, shorten } from '../generation/embedding.js';
import { countTokens } from '../generation/tokens.js';
import { ApiError } from '../http/api-error.js';
import { readJson } from '../http/json-body.js';
import { clientGone, sendJson } from '../http/reply.js';
import { keepAliveOf, optionsOf, requireModel } from './model-access.js';

const CHAT_ONLY = 'This server does not support embeddings. Start it with `--embeddings`';

const missing = (sent) => new ApiError(404, `model ${JSON.stringify(sent)} not found, try pulling it first`);

function inputsOf(input) {
  if (input === undefined || input === null) return [];
  const list = Array.isArray(input) ? input : [input];
  if (list.some((item) => typeof item !== 'string')) throw new ApiError(400, 'invalid input type');
  return list;
}

/**
 * Embeds texts: `{ embeddings, promptTokens, loadMs, totalMs }`.
 * @throws {ApiError}
 */
export async function embedTexts(app, { request, signal }) {
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
    const tooLong = inputs.some((text) => countTokens(text) > lease.entry.contextLength);
    if (tooLong && request.truncate === false) throw new ApiError(400, 'the input length exceeds the context length');
    const size = model.info.embeddingLength;
    const embeddings = inputs.map((text) => [...shorten(embed(text, size), request.dimensions ?? 0)]);
    return { embeddings, promptTokens, loadMs, totalMs: performance.now() - started };
  } finally {
    lease.release();
  }
}

export const embedNative = (app) => async (req, res) => {
  const request = await readJson(req, 'api.EmbedRequest');
  const { embeddings, promptTokens, loadMs, totalMs } = await embedTexts(app, { request, signal: clientGone(res) });
  const durations = { total_duration: Math.round(totalMs * 1e6), load_duration: Math.round(loadMs * 1e6) };
  const counted = promptTokens > 0 ? { ...durations, prompt_eval_count: promptTokens } : {};
  sendJson(res, 200, { model: request.model, embeddings, ...counted });
};

/** The older route: one prompt, one vector. */
export const embeddingsLegacy = (app) => async (req, res) => {
  const request = await readJson(req, 'api.EmbeddingRequest');
  if (!request.model) throw new ApiError(400, 'model is required');
  const input = request.prompt ? [request.prompt] : [];
  const asked = embedTexts(app, { request: { ...request, input }, signal: clientGone(res) });
  const { embeddings } = await asked.catch((error) => {
    throw error.status === 501 ? new ApiError(500, error.message) : error;
  });
  sendJson(res, 200, { embedding: embeddings[0] ?? [] });
};
