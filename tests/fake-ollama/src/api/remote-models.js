/**
 * @import { App } from '../app.js'
 * @import { Message } from '../types.ts'
 */
import { ApiError } from '../http/api-error.js';
import { parseModelName } from '../models/name.js';
import { lookUp } from './model-access.js';

const CLOUD_DISABLED = 'ollama cloud is disabled: remote model is unavailable';

/**
 * What a name that ends in `:cloud` or `-cloud` is called on ollama.com; null for a name that is looked up here.
 * @param {string} text
 */
function cloudName(text) {
  const at = text.lastIndexOf(':');
  const tag = text.slice(at + 1).trim();
  if (at < 0 || tag.includes('/')) return null;
  if (tag.toLowerCase() === 'cloud') return text.slice(0, at);
  return /-cloud$/i.test(tag) ? text.slice(0, -'-cloud'.length) : null;
}

/**
 * Where a model runs that doesn't run here: by its name on ollama.com, by its stub where that says. null for all others.
 * @param {App} app
 * @param {string} text
 */
function remoteTarget(app, text) {
  const cloud = cloudName(text.trim());
  if (cloud !== null) return { url: app.config.cloudUrl, model: cloud };
  const name = parseModelName(text.trim());
  const remote = (name && lookUp(app, name)?.info.remote) ?? null;
  if (remote === null) return null;
  if (!app.config.noCloud && !app.config.remotes.includes(new URL(remote.remote_host).hostname)) {
    throw new ApiError(400, 'this server cannot run this remote model');
  }
  return { url: remote.remote_host, model: remote.remote_model };
}

/**
 * The response of another computer in place of ours, whole; null where the model runs here.
 * @param {App} app
 * @param {{ readonly model: string, readonly messages: readonly Message[], readonly signal: AbortSignal }} run
 * @throws {ApiError} 403 where OLLAMA_NO_CLOUD is set
 */
export async function remoteResponse(app, { model, messages, signal }) {
  const target = remoteTarget(app, model);
  if (target === null) return null;
  if (app.config.noCloud) throw new ApiError(403, CLOUD_DISABLED);
  const body = JSON.stringify({ model: target.model, messages, stream: false });
  const response = await fetch(new URL('/api/chat', target.url), { method: 'POST', body, signal });
  if (!response.ok) throw new ApiError(response.status, await response.text());
  const { message, done_reason } = /** @type {{ message: Message, done_reason: string }} */ (await response.json());
  return { text: message.content ?? '', done: true, done_reason };
}
