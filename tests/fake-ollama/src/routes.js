/**
 * @import { App } from './app.js'
 * @import { Route } from './http/router.js'
 */
import { anthropicError } from './anthropic/errors.js';
import { messages } from './anthropic/messages.js';
import { blobExists, receiveBlob } from './api/blobs.js';
import { chat, generateText } from './api/chat.js';
import { create } from './api/create.js';
import { embeddingsLegacy, embedNative } from './api/embed.js';
import { account, greeting, recommendations, status, version } from './api/info.js';
import { copy, loaded, remove, show, tags } from './api/models.js';
import { pull } from './api/pull.js';
import { chatCompletions } from './openai/chat-completions.js';
import { completions } from './openai/completions.js';
import { embeddings } from './openai/embeddings.js';
import { openaiError } from './openai/errors.js';
import { listModels, retrieveModel } from './openai/models.js';
import { responses } from './openai/responses.js';

/**
 * Every route of the fake, and how its errors look.
 * @param {App} app
 * @returns {readonly Route[]}
 */
export function routeTable(app) {
  return [
    ['HEAD GET', '/', greeting()],
    ['HEAD GET', '/api/version', version(app)],
    ['GET', '/api/status', status(app)],
    ['HEAD GET', '/api/tags', tags(app)],
    ['GET', '/api/ps', loaded(app)],
    ['POST', '/api/show', show(app)],
    ['POST', '/api/pull', pull(app)],
    ['DELETE', '/api/delete', remove(app)],
    ['POST', '/api/copy', copy(app)],
    ['POST', '/api/create', create(app)],
    ['HEAD', '/api/blobs/{digest}', blobExists(app)],
    ['POST', '/api/blobs/{digest}', receiveBlob(app)],
    ['POST', '/api/me', account()],
    ['GET', '/api/experimental/model-recommendations', recommendations()],
    ['POST', '/api/chat', chat(app)],
    ['POST', '/api/generate', generateText(app)],
    ['POST', '/api/embed', embedNative(app)],
    ['POST', '/api/embeddings', embeddingsLegacy(app)],
    ['GET', '/v1/models', listModels(app), openaiError],
    ['GET', '/v1/models/{id}', retrieveModel(app), openaiError],
    ['POST', '/v1/chat/completions', chatCompletions(app), openaiError],
    ['POST', '/v1/completions', completions(app), openaiError],
    ['POST', '/v1/embeddings', embeddings(app), openaiError],
    ['POST', '/v1/responses', responses(app), openaiError],
    ['POST', '/v1/messages', messages(app), anthropicError],
  ];
}
