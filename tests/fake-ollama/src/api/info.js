import { send, sendJson } from '../http/reply.js';

export const greeting = () => (_req, res) => send(res, 200, 'Ollama is running', { type: 'text/plain; charset=utf-8' });

export const version = (app) => (_req, res) => sendJson(res, 200, { version: app.switches().version });

export const status = (app) => (_req, res) => {
  const disabled = app.config.noCloud;
  sendJson(res, 200, { cloud: { disabled, source: disabled ? 'env' : 'none' } });
};

/** Someone is signed in only where there is a network; the fake has none. */
export const account = () => (_req, res) => sendJson(res, 503, { error: 'account unavailable' });

export const recommendations = () => (_req, res) =>
  sendJson(res, 200, {
    recommendations: [{ model: 'gemma4', description: 'A capable small model', vram_bytes: 10_000_000_000 }],
  });
