import { z } from 'zod';
import type { LogLine } from '../../contract/logs.ts';
import { isFatalLine } from './fatal-line.ts';

/** A line of Ollama's structured log (Go's slog). */
const SLOG = /^time=(?<time>\S+) level=(?<level>[A-Z]+)/;
/** A line of Ollama's access log (gin). */
const GIN = /^\[GIN\] (?<date>\d{4}\/\d\d\/\d\d) - (?<clock>\d\d:\d\d:\d\d) \| (?<status>\d{3}) /;
const SLOG_LEVELS: Readonly<Record<string, LogLine['level']>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

function timeOf(text: string): number | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** Time and level of a line of the server's output: slog, access log, a fatal error, or a runner's raw output. */
export function parseServerLine(text: string): Pick<LogLine, 'at' | 'level'> {
  const structured = SLOG.exec(text)?.groups;
  if (structured) {
    return { at: timeOf(structured.time ?? ''), level: SLOG_LEVELS[structured.level ?? ''] ?? 'info' };
  }
  const access = GIN.exec(text)?.groups;
  if (access) {
    const at = timeOf(`${access.date?.replaceAll('/', '-')}T${access.clock}`);
    return { at, level: Number(access.status) < 400 ? 'request' : 'warn' };
  }
  return { at: null, level: isFatalLine(text) ? 'error' : 'raw' };
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
