/** @import { Env } from '../types.ts' */
import { join } from 'node:path';
import { DurationError, parseKeepAlive } from './go-duration.js';
import { parseOllamaHost } from './ollama-host.js';

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False', ''];
const DEFAULT_KEEP_ALIVE_MS = 5 * 60_000;

/**
 * Go's ParseBool, but any other text counts as true, as in Ollama.
 * @param {string} value
 */
function flag(value) {
  return TRUE.includes(value) || !FALSE.includes(value);
}

/** @param {string} value */
function keepAlive(value) {
  if (value === '') return DEFAULT_KEEP_ALIVE_MS;
  try {
    return parseKeepAlive(/^-?\d+$/.test(value) ? Number(value) : value);
  } catch (error) {
    if (error instanceof DurationError) return DEFAULT_KEEP_ALIVE_MS;
    throw error;
  }
}

/**
 * @param {string} value
 * @param {number} fallback
 */
function count(value, fallback) {
  return /^\d+$/.test(value) ? Number(value) : fallback;
}

/**
 * The environment as Ollama reads it: white space, then quotes stripped.
 * @param {Env} env
 */
export function readConfig(env) {
  const read = (/** @type {string} */ name) => (env[name] ?? '').trim().replace(/^["']+|["']+$/g, '');
  return {
    env,
    host: parseOllamaHost(read('OLLAMA_HOST')),
    modelsDir: read('OLLAMA_MODELS') || join(env.HOME, '.ollama', 'models'),
    origins: read('OLLAMA_ORIGINS'),
    keepAliveMs: keepAlive(read('OLLAMA_KEEP_ALIVE')),
    noPrune: flag(read('OLLAMA_NOPRUNE')),
    noCloud: flag(read('OLLAMA_NO_CLOUD')),
    cloudUrl: read('OLLAMA_CLOUD_BASE_URL') || 'https://ollama.com:443',
    remotes: (read('OLLAMA_REMOTES') || 'ollama.com').split(','),
    contextLength: count(read('OLLAMA_CONTEXT_LENGTH'), 0),
    parallel: Math.max(1, count(read('OLLAMA_NUM_PARALLEL'), 1)),
    maxLoaded: count(read('OLLAMA_MAX_LOADED_MODELS'), 0) || 3,
  };
}
