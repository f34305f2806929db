import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the fake does when no switch is set. The table in README.md says what each one means. */
const DEFAULTS = {
  version: '0.32.15',
  startDelayMs: 60,
  neverReady: false,
  hang: false,
  dieBeforeReady: null,
  dieAfterMs: null,
  die: { code: 1 },
  ignoreSigterm: false,
  runnerAtStart: false,
  installed: [],
  syntheticModels: 0,
  loadDelayMs: 150,
  loadError: null,
  tokensPerSecond: 60,
  promptDelayMs: 40,
  answer: null,
  promptTooLong: 'cut',
  streamError: null,
  streamEnd: null,
  pullBytesPerSecond: 300_000_000,
  pullFault: null,
  pullRetryMs: 1000,
  registryUnreachable: false,
};

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function switchFile(env) {
  try {
    return readFileSync(join(env.HOME, '.ollama', 'fake.json'), 'utf8');
  } catch {
    return '{}';
  }
}

/** The switches as they are now: defaults, then `OLLAMA_FAKE`, then the file, which a test may rewrite while the fake runs. */
export function readSwitches(env) {
  return { ...DEFAULTS, ...parsed(env.OLLAMA_FAKE ?? '{}'), ...parsed(switchFile(env)) };
}
