/** @import { Env, Switches } from '../types.ts' */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the fake does when no switch is set. The table in README.md says what each switch means.
 * @type {Switches}
 */
const DEFAULTS = {
  version: '0.32.15',
  startDelayMs: 60,
  neverReady: false,
  exitBeforeReady: null,
  exitAfterMs: null,
  exit: { code: 1 },
  hang: false,
  recordRequests: false,
  ignoreSigterm: false,
  strayRunner: false,
  installed: [],
  syntheticModels: 0,
  loadDelayMs: 150,
  loadError: null,
  promptDelayMs: 40,
  tokensPerSecond: 60,
  response: null,
  promptTooLong: 'truncate',
  streamError: null,
  streamEnd: null,
  pullBytesPerSecond: 300_000_000,
  pullFault: null,
  pullRetryMs: 1000,
  registryUnreachable: false,
};

/**
 * @param {string} text
 * @returns {Partial<Switches>}
 */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** @param {Env} env */
function switchFile(env) {
  try {
    return readFileSync(join(env.HOME, '.ollama', 'fake.json'), 'utf8');
  } catch {
    return '{}';
  }
}

/**
 * The switches now: defaults, then `OLLAMA_FAKE`, then the file, which a test may rewrite while the fake runs.
 * @param {Env} env
 * @returns {Switches}
 */
export function readSwitches(env) {
  return { ...DEFAULTS, ...parsed(env.OLLAMA_FAKE ?? '{}'), ...parsed(switchFile(env)) };
}
