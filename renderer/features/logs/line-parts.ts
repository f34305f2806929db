import type { LogLine } from '../../../contract/logs.ts';

export interface LineParts {
  readonly source: string;
  readonly message: string;
  /** What follows the message as `key=value`. */
  readonly rest: string;
}

const slog =
  /^time=\S+ level=[A-Z]+ source=(?<source>[^\s:]+)(?::\d+)? msg=(?<message>"(?:[^"\\]|\\.)*"|\S+)(?<rest>.*)$/;
const gin =
  /^\[GIN\] .*? \|\s*(?<status>\d+) \|\s*(?<took>\S+) \|\s*(?<client>\S+) \|\s*(?<method>[A-Z]+)\s+(?<path>".*")$/;

/** What to show of a line: its time and level stand in columns of their own, so they aren't repeated. */
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
