import type { LogLine } from '../../contract/logs.ts';

/** Fields that can hold what a person wrote or was answered. Everything from there to the end of the line is left out. */
const words = [
  ...[
    'prompt',
    'messages',
    'message',
    'content',
    'input',
    'suffix',
    'system',
    'template',
    'text',
    'query',
    'documents',
  ],
  ...[
    'response',
    'completion',
    'answer',
    'output',
    'thinking',
    'reasoning',
    'images',
    'tools',
    'tool_calls',
    'arguments',
  ],
  ...['body', 'request', 'request_body', 'req', 'data', 'json'],
];
const field = new RegExp(String.raw`(?<![\w-])(${words.join('|')})(?:\\{0,3}["'])?\s{0,4}[=:]`, 'i');

/** A text without what follows a field that can hold a prompt or an answer. */
export function redactPrompts(text: string): string {
  const found = field.exec(text);
  return found ? `${text.slice(0, found.index)}${found[1]}=[left out]` : text;
}

/**
 * The newest `count` lines that may leave this machine. A server that logs at debug level may write whole requests: of such
 * a run only its own, structured lines of other levels are kept, because a raw line could be a piece of a prompt.
 */
export function redactedLines(
  lines: readonly LogLine[],
  { count, debug }: { readonly count: number; readonly debug: boolean },
): string[] {
  const wordyRuns = new Set(lines.filter(({ level }) => level === 'debug').map(({ runId }) => runId));
  return lines
    .filter(({ level, runId, at }) => level !== 'debug' && (at !== null || !(debug || wordyRuns.has(runId))))
    .slice(-count)
    .map(({ text }) => redactPrompts(text));
}
