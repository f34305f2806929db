import { z } from 'zod';
import type { LogLine } from '../../contract/logs.ts';

/** A line as pino writes it. */
const PinoLine = z.looseObject({ level: z.number(), time: z.string(), msg: z.string().default('') });
const Failure = z.object({ stack: z.string().optional(), message: z.string() });

function levelOf(level: number): LogLine['level'] {
  if (level >= 50) return 'error';
  if (level >= 40) return 'warn';
  return level >= 30 ? 'info' : 'debug';
}

function written(value: unknown): string {
  const failure = Failure.safeParse(value);
  if (failure.success) return JSON.stringify(failure.data.stack ?? failure.data.message);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[\s"=]/.test(text) || text === '' ? JSON.stringify(text) : text;
}

/** A line of Corral's own log, written the way the server writes its own; null where it is none. */
export function corralLine(json: string): Pick<LogLine, 'at' | 'level' | 'text'> | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const parsed = PinoLine.safeParse(value);
  if (!parsed.success) return null;
  const { level: number, time, msg, ...fields } = parsed.data;
  const level = levelOf(number);
  const at = Date.parse(time);
  const pairs = Object.entries(fields).map(([name, field]) => ` ${name}=${written(field)}`);
  const text = `time=${time} level=${level.toUpperCase()} source=corral msg=${JSON.stringify(msg)}${pairs.join('')}`;
  return { at: Number.isNaN(at) ? null : at, level, text };
}
