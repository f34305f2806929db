/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 * @import { EmbedRequest } from '../types.ts'
 */
import { embedTexts } from '../api/embed.js';
import { ApiError } from '../http/api-error.js';
import { readJson } from '../http/json-body.js';
import { COMPATIBLE_JSON, disconnectSignal, sendJson } from '../http/response.js';

const FORMATS = ['float', 'base64'];

/** @param {readonly number[]} vector */
function base64(vector) {
  return Buffer.from(new Float32Array(vector).buffer).toString('base64');
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function embeddings(app) {
  return async (req, res) => {
    /** @type {EmbedRequest & { encoding_format?: string }} */
    const body = await readJson(req, 'openai.EmbedRequest', { emptyText: 'EOF' });
    const { encoding_format: sent = 'float', input, model, dimensions } = body;
    const format = String(sent).toLowerCase() || 'float';
    if (!FORMATS.includes(format)) {
      throw new ApiError(400, `Invalid value for 'encoding_format' = ${sent}. Supported values: ['float', 'base64'].`);
    }
    if (input === undefined || input === null || (Array.isArray(input) && input.length === 0)) {
      throw new ApiError(400, 'invalid input');
    }
    const request = {
      input,
      ...(model === undefined ? {} : { model }),
      ...(dimensions === undefined ? {} : { dimensions }),
    };
    const { embeddings: vectors, promptTokens } = await embedTexts(app, request, disconnectSignal(res));
    const data = vectors.map((vector, index) => ({
      object: 'embedding',
      embedding: format === 'base64' ? base64(vector) : vector,
      index,
    }));
    const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens };
    sendJson(res, 200, { object: 'list', data, model, usage }, COMPATIBLE_JSON);
  };
}
