import { ApiError } from '../http/api-error.js';
import { parseModelName } from '../models/name.js';
import { lookUp } from './model-access.js';

const CLOUD = 'ollama cloud is disabled: remote model is unavailable';

/** What a name that ends in `:cloud` or `-cloud` is called on ollama.com; null for a name that is looked for here. */
function cloudName(text) {
  const at = text.lastIndexOf(':');
  const tag = text.slice(at + 1).trim();
  if (at < 0 || tag.includes('/')) return null;
  if (tag.toLowerCase() === 'cloud') return text.slice(0, at);
  return /-cloud$/i.test(tag) ? text.slice(0, -'-cloud'.length) : null;
}

/** Where a model runs that doesn't run here: by its name on ollama.com, by its stub where that says. null for all others. */
function placeOf(app, text) {
  const named = cloudName(text.trim());
  if (named !== null) return { url: app.config.cloudUrl, model: named };
  const name = parseModelName(text.trim());
  const { remote } = (name && lookUp(app, name)?.info) ?? {};
  if (!remote) return null;
  if (!app.config.noCloud && !app.config.remotes.includes(new URL(remote.remote_host).hostname)) {
    throw new ApiError(400, 'this server cannot run this remote model');
  }
  return { url: remote.remote_host, model: remote.remote_model };
}

/**
 * The reply of another computer in place of ours, whole; null where the model runs here.
 * @throws {ApiError} 403 where OLLAMA_NO_CLOUD is set
 */
export async function replyFromElsewhere(app, { model, messages, signal }) {
  const place = placeOf(app, model);
  if (place === null) return null;
  if (app.config.noCloud) throw new ApiError(403, CLOUD);
  const body = JSON.stringify({ model: place.model, messages, stream: false });
  const answer = await fetch(new URL('/api/chat', place.url), { method: 'POST', body, signal });
  if (!answer.ok) throw new ApiError(answer.status, await answer.text());
  const { message, done_reason } = await answer.json();
  return { text: message.content, done: true, done_reason };
}
