import type { LogLine } from '../../contract/logs.ts';

const slog = /^time=(?<time>\S+) level=(?<level>[A-Z]+)/;
const gin = /^\[GIN\] (?<date>\d{4}\/\d\d\/\d\d) - (?<clock>\d\d:\d\d:\d\d) \| (?<status>\d{3}) /;
const levels: Readonly<Record<string, LogLine['level']>> = {
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

/** What a line of the server's output says of itself: slog text, an access line, a fatal error, or a runner's raw words. */
export function parseLogLine(text: string): Pick<LogLine, 'at' | 'level'> {
  const structured = slog.exec(text)?.groups;
  if (structured) {
    return { at: timeOf(structured.time ?? ''), level: levels[structured.level ?? ''] ?? 'info' };
  }
  const access = gin.exec(text)?.groups;
  if (access) {
    const at = timeOf(`${access.date?.replaceAll('/', '-')}T${access.clock}`);
    return { at, level: Number(access.status) < 400 ? 'request' : 'warn' };
  }
  return { at: null, level: text.startsWith('Error: ') || text.startsWith('panic: ') ? 'error' : 'raw' };
}
