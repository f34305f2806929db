import { diagnosticsText } from '../../contract/derived/catalog/en/diagnostics.ts';
import type { LogLine } from '../../contract/logs.ts';

/** Fields that can hold a prompt or a response. */
const PROMPT_FIELDS =
  'prompt messages message content input suffix system template text query documents ' +
  'response completion answer output thinking reasoning images tools tool_calls arguments ' +
  'body request request_body req data json';
const PROMPT_FIELD = new RegExp(
  String.raw`(?<![\w-])(${PROMPT_FIELDS.replaceAll(' ', '|')})(?:\\{0,3}["'])?\s{0,4}[=:]`,
  'i',
);

/** A text up to the first field that can hold a prompt or a response; the rest of the text is redacted. */
export function redactPrompts(text: string): string {
  const found = PROMPT_FIELD.exec(text);
  return found ? `${text.slice(0, found.index)}${found[1]}=${diagnosticsText('redacted')}` : text;
}

/**
 * The newest `count` lines that may leave this Mac. A server that logs at debug level may write whole requests: of such a run only the
 * server's own, structured lines of other levels are kept, because a raw line could be part of a prompt.
 */
export function redactedLines(
  lines: readonly LogLine[],
  { count, debug }: { readonly count: number; readonly debug: boolean },
): string[] {
  const debugRuns = new Set(lines.filter(({ level }) => level === 'debug').map(({ runId }) => runId));
  return lines
    .filter(({ level, runId, at }) => level !== 'debug' && (at !== null || !(debug || debugRuns.has(runId))))
    .slice(-count)
    .map(({ text }) => redactPrompts(text));
}
