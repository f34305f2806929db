import type { LogLine } from '../../../contract/logs.ts';

export interface LineParts {
  readonly source: string;
  readonly message: string;
  /** The `key=value` pairs after the message. */
  readonly rest: string;
}

/** The format of Go's `log/slog` text handler. */
const slog =
  /^time=\S+ level=[A-Z]+(?:[+-]\d+)? source=(?<source>[^\s:]+)(?::\d+)? msg=(?<message>"(?:[^"\\]|\\.)*"|\S+)(?<rest>.*)$/;
/** Ollama 0.5 and earlier: Go's `log`, with slog's level behind the place in the source. */
const goLog =
  /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? (?:(?<source>[^\s:]+):\d+: )?(?:(?:TRACE|DEBUG|INFO|WARN|ERROR) )?(?<message>.*)$/;
/** The access log of Gin, Ollama's HTTP framework. */
const gin =
  /^\[GIN\] .*? \|\s*(?<status>\d+) \|\s*(?<took>\S+) \|\s*(?<client>\S+) \|\s*(?<method>[A-Z]+)\s+(?<path>".*")$/;

/** The parts of a line without its time and level, which have columns of their own. */
export function lineParts({ text }: Pick<LogLine, 'text'>): LineParts {
  const structured = slog.exec(text)?.groups;
  if (structured) {
    const { source = '', message = '', rest = '' } = structured;
    return { source: source.replace(/\.go$/, ''), message: unquoted(message), rest: rest.trim() };
  }
  const access = gin.exec(text)?.groups;
  if (access) {
    const { status, took, client, method, path } = access;
    return { source: 'gin', message: `${method} ${path} ${status} in ${took}`, rest: `client=${client}` };
  }
  const older = goLog.exec(text)?.groups;
  if (older) return { source: (older.source ?? '').replace(/\.go$/, ''), message: older.message ?? '', rest: '' };
  return { source: '', message: text, rest: '' };
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
