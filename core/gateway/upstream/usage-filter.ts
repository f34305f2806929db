import { isObject, parsedJson } from '../body/json-value.ts';

/** An event longer than this is passed on unread. */
const MAX_EVENT_BYTES = 4 * 1024 * 1024;
const EVENT_END = '\n\n';
const MARK = '"usage":';

/** One event without its usage; '' where it holds nothing else. A quote inside a JSON string is escaped, so no text is taken for it. */
function withoutUsage(event: string): string {
  if (!event.includes(MARK) || !event.startsWith('data:')) return event;
  const value = parsedJson(event.slice('data:'.length));
  if (!isObject(value)) return event;
  const { usage, ...rest } = value;
  if (Array.isArray(rest.choices) && rest.choices.length === 0 && isObject(usage)) return '';
  return `data: ${JSON.stringify(rest)}${EVENT_END}`;
}

export interface StreamFilter {
  /** What of it goes on now. */
  push(chunk: Buffer): Buffer;
  /** What was still held when the stream ended. */
  rest(): Buffer;
}

/**
 * Takes the usage out of a stream of server-sent events whose client didn't ask for it. Whole events go on as they come;
 * only the beginning of one is held until its end is there.
 */
export function createUsageFilter(): StreamFilter {
  let held: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const all = held.byteLength === 0 ? chunk : Buffer.concat([held, chunk]);
      const last = all.lastIndexOf(EVENT_END);
      const end = last >= 0 ? last + EVENT_END.length : all.byteLength > MAX_EVENT_BYTES ? all.byteLength : 0;
      held = all.subarray(end);
      const whole = all.subarray(0, end);
      if (!whole.includes(MARK)) return whole;
      const events = whole.toString('utf8').split(/(?<=\n\n)/);
      return Buffer.from(events.map(withoutUsage).join(''));
    },
    rest: () => held,
  };
}
