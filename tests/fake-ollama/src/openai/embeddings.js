import { embedTexts } from '../api/embed.js';
import { ApiError } from '../http/api-error.js';
import { readJson } from '../http/json-body.js';
import { clientGone, sendJson } from '../http/reply.js';

const FORMATS = ['float', 'base64'];

const base64 = (vector) => Buffer.from(new Float32Array(vector).buffer).toString('base64');

export const embeddings = (app) => async (req, res) => {
  const body = await readJson(req, 'openai.EmbedRequest', { emptyText: 'EOF' });
  const { encoding_format: sent = 'float', input, model, dimensions } = body;
  const format = String(sent).toLowerCase() || 'float';
  if (!FORMATS.includes(format)) {
    throw new ApiError(400, `Invalid value for 'encoding_format' = ${sent}. Supported values: ['float', 'base64'].`);
  }
  if (input === undefined || input === null || (Array.isArray(input) && input.length === 0)) {
    throw new ApiError(400, 'invalid input');
  }
  const request = { model, input, dimensions };
  const { embeddings: vectors, promptTokens } = await embedTexts(app, { request, signal: clientGone(res) });
  const list = vectors.map((vector, index) => ({
    ...{ object: 'embedding', embedding: format === 'base64' ? base64(vector) : vector, index },
  }));
  const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens };
  sendJson(res, 200, { object: 'list', data: list, model, usage }, { type: 'application/json', newline: true });
};
