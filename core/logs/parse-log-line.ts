import { z } from 'zod';
import type { LogLine } from '../../contract/logs.ts';
import { isFatalLine } from './fatal-line.ts';
import { namedLevel, runnerLevel, wordedLevel } from './line-level.ts';
import { plainLine } from './plain-line.ts';

type Parsed = Pick<LogLine, 'at' | 'level'>;

/** A line of Ollama's structured log since 0.6 (Go's slog); `DEBUG-4` is slog's name of a level between its own. */
const SLOG = /^time=(?<time>"[^"]{1,60}"|\S+) level="?(?<level>[A-Za-z]+)/;
/** Ollama 0.5 and earlier: Go's `log` with the place in the source, and slog's level behind it; before 0.1.20 without a level. */
const GO_LOG =
  /^(?<date>\d{4}\/\d\d\/\d\d) (?<clock>\d\d:\d\d:\d\d(?:\.\d{1,9})?) (?:[^\s:]{1,200}:\d{1,7}: )?(?<message>\[?(?<level>[A-Z]+)?.*)/;
/** A line of Ollama's access log (gin), with or without the colors that a terminal got, their escape characters lost or not. */
const GIN =
  /^\[GIN\] (?<date>\d{4}\/\d\d\/\d\d) - (?<clock>\d\d:\d\d:\d\d) \|(?:\[[\d;]{1,12}m)? {0,4}(?<status>\d{3}) {0,4}(?:\[[\d;]{1,12}m)?\|/;
/** gin's list of routes and its warnings, before the server is ready. */
const GIN_DEBUG = /^\[GIN-debug\] (?:\[(?<level>[A-Z]+)\])?/;
const GIN_RECOVERY = /^\[Recovery\] (?<date>\d{4}\/\d\d\/\d\d) - (?<clock>\d\d:\d\d:\d\d)/;
/** llama.cpp's server of 2024: `INFO [main] model loaded | tid="0x1" timestamp=1714000000`. */
const LLAMA_SERVER = /^(?<level>[A-Z]{3,7}) {1,4}\[[^\]\n]{1,80}\] (?:.{0,4000}\btimestamp=(?<seconds>\d{10})\b)?/;
/** llama.cpp's own log: the time since its start, and a letter. */
const LLAMA_LOG = /^\d{1,4}\.\d\d\.\d{3}\.\d{3} (?<letter>[DIWE]) /;
const LETTERS: Readonly<Record<string, LogLine['level']>> = { D: 'debug', I: 'info', W: 'warn', E: 'error' };

function timeOf(text: string): number | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** The time in a zone that the line doesn't name: this machine's. */
function localTime({ date, clock }: Readonly<Record<string, string | undefined>>): number | null {
  // Go writes as many digits as it has; a date has three.
  const precise = clock?.replace(/(\.\d{3})\d+$/, '$1');
  return timeOf(`${date?.replaceAll('/', '-')}T${precise}`);
}

/** Seconds or milliseconds since 1970, or a date in words. */
function timeIn(value: unknown): number | null {
  if (typeof value === 'string') return timeOf(value);
  if (typeof value !== 'number' || !(value > 0)) return null;
  return Math.round(value < 1e11 ? value * 1000 : value);
}

function jsonValue(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** A log in JSON: slog's, zap's, llama.cpp's server's of 2024. Null for JSON that isn't a line of a log. */
function parseJsonLine(text: string): Parsed | null {
  const fields = text.startsWith('{') ? jsonValue(text) : null;
  if (fields === null) return null;
  const level = typeof fields.level === 'string' ? namedLevel(fields.level) : null;
  const at = timeIn(fields.time ?? fields.timestamp ?? fields.ts ?? fields['@timestamp']);
  return level === null ? null : { at, level };
}

function parseAccessLine(text: string): Parsed | null {
  const access = GIN.exec(text)?.groups;
  if (access) return { at: localTime(access), level: Number(access.status) < 400 ? 'request' : 'warn' };
  const recovery = GIN_RECOVERY.exec(text)?.groups;
  if (recovery) return { at: localTime(recovery), level: 'error' };
  const debug = GIN_DEBUG.exec(text);
  return debug && { at: null, level: namedLevel(debug.groups?.level ?? '') ?? 'debug' };
}

function parseGoLine(text: string): Parsed | null {
  const structured = SLOG.exec(text)?.groups;
  if (structured) {
    const { time = '', level = '' } = structured;
    return { at: timeOf(time.replaceAll('"', '')), level: namedLevel(level) ?? 'info' };
  }
  const { date, clock, message = '', level = '' } = GO_LOG.exec(text)?.groups ?? {};
  if (date === undefined) return null;
  return { at: localTime({ date, clock }), level: namedLevel(level) ?? wordedLevel(message) ?? 'info' };
}

function parseRunnerLine(text: string): Parsed | null {
  const server = LLAMA_SERVER.exec(text)?.groups;
  const level = namedLevel(server?.level ?? '');
  if (level !== null) return { at: server?.seconds === undefined ? null : Number(server.seconds) * 1000, level };
  const letter = LLAMA_LOG.exec(text)?.groups?.letter;
  return letter === undefined ? null : { at: null, level: LETTERS[letter] ?? 'raw' };
}

/** Time and level of a line of the server's output: its log, its access log, a fatal error, or a runner's raw output. */
export function parseServerLine(line: string): Parsed {
  const text = plainLine(line);
  const known = parseGoLine(text) ?? parseAccessLine(text) ?? parseRunnerLine(text) ?? parseJsonLine(text);
  return known ?? { at: null, level: isFatalLine(text) ? 'error' : (runnerLevel(text) ?? 'raw') };
}

const PinoLine = z.looseObject({ level: z.number(), time: z.string(), msg: z.string().default('') });
const SerializedError = z.object({ stack: z.string().optional(), message: z.string() });

function pinoLevel(level: number): LogLine['level'] {
  if (level >= 50) return 'error';
  if (level >= 40) return 'warn';
  return level >= 30 ? 'info' : 'debug';
}

function fieldText(value: unknown): string {
  const error = SerializedError.safeParse(value);
  if (error.success) return JSON.stringify(error.data.stack ?? error.data.message);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[\s"=]/.test(text) || text === '' ? JSON.stringify(text) : text;
}

/** A line of Corral's own log (pino), in the form of the server's; null where it isn't one. */
export function parseCorralLine(json: string): Pick<LogLine, 'at' | 'level' | 'text'> | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const parsed = PinoLine.safeParse(value);
  if (!parsed.success) return null;
  const { level: number, time, msg, ...fields } = parsed.data;
  const level = pinoLevel(number);
  const pairs = Object.entries(fields).map(([name, field]) => ` ${name}=${fieldText(field)}`);
  const text = `time=${time} level=${level.toUpperCase()} source=corral msg=${JSON.stringify(msg)}${pairs.join('')}`;
  return { at: timeOf(time), level, text };
}
