/**
 * @import { App } from '../app.js'
 * @import { Handler } from '../http/router.js'
 */
import { send, sendJson } from '../http/response.js';

/** @returns {Handler} */
export function greeting() {
  return (_req, res) => send(res, 200, 'Ollama is running', { type: 'text/plain; charset=utf-8' });
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function version(app) {
  return (_req, res) => sendJson(res, 200, { version: app.switches().version });
}

/**
 * @param {App} app
 * @returns {Handler}
 */
export function status(app) {
  return (_req, res) => {
    const disabled = app.config.noCloud;
    sendJson(res, 200, { cloud: { disabled, source: disabled ? 'env' : 'none' } });
  };
}

/**
 * An account exists only where there is a network; the fake has none.
 * @returns {Handler}
 */
export function account() {
  return (_req, res) => sendJson(res, 503, { error: 'account unavailable' });
}

/** @returns {Handler} */
export function recommendations() {
  return (_req, res) =>
    sendJson(res, 200, {
      recommendations: [{ model: 'gemma4', description: 'A capable small model', vram_bytes: 10_000_000_000 }],
    });
}
