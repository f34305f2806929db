import type { LogLine } from '../../contract/logs.ts';

type Level = LogLine['level'];

/** As slog, logrus, zap, llama.cpp and Python name them. */
const LEVELS: Readonly<Record<string, Level>> = {
  TRACE: 'debug',
  VERBOSE: 'debug',
  VERB: 'debug',
  DEBUG: 'debug',
  DBG: 'debug',
  INFO: 'info',
  INF: 'info',
  NOTICE: 'info',
  WARN: 'warn',
  WARNING: 'warn',
  WRN: 'warn',
  ERROR: 'error',
  ERR: 'error',
  FATAL: 'error',
  PANIC: 'error',
  DPANIC: 'error',
  CRITICAL: 'error',
};

/** The level of that name, whatever its case; null for a name that isn't one. */
export function namedLevel(name: string): Level | null {
  return LEVELS[name.toUpperCase()] ?? null;
}

const ERROR_WORDS = /^(?:error\b|fatal\b|failed to load\b|http: panic)/i;
const WARNING_WORDS = /^warn(?:ing)?\b/i;
/** The function of a runner that says something: `llama_model_load: `. */
const FUNCTION = /^[a-z][\w.-]{0,80}:\s{1,8}/i;

/** The level that a message without one has by its first words; null for an ordinary one. */
export function wordedLevel(message: string): Level | null {
  if (ERROR_WORDS.test(message)) return 'error';
  return WARNING_WORDS.test(message) ? 'warn' : null;
}

/** The same for a runner's line, whose first words are the function that wrote it; null for any other line. */
export function runnerLevel(text: string): Level | null {
  const prefix = FUNCTION.exec(text)?.[0];
  return prefix === undefined ? null : wordedLevel(text.slice(prefix.length));
}
