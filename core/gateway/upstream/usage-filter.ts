import { isObject, parsedJson } from '../body/json-value.ts';

/** A longer event is passed on unread. */
const MAX_EVENT_BYTES = 4 * 1024 * 1024;
const EVENT_END = '\n\n';
const USAGE_FIELD = '"usage":';

/** One event without its usage; '' where nothing else is in it. A quote inside a JSON string is escaped, so no text is taken for it. */
function withoutUsage(event: string): string {
  if (!event.includes(USAGE_FIELD) || !event.startsWith('data:')) return event;
  const value = parsedJson(event.slice('data:'.length));
  if (!isObject(value)) return event;
  const { usage, ...rest } = value;
  if (Array.isArray(rest.choices) && rest.choices.length === 0 && isObject(usage)) return '';
  return `data: ${JSON.stringify(rest)}${EVENT_END}`;
}

export interface StreamFilter {
  /** The bytes to send on now. */
  push(chunk: Buffer): Buffer;
  /** What is still buffered when the stream ends. */
  rest(): Buffer;
}

/**
 * Removes the usage from a stream of server-sent events whose client didn't request it. Whole events are sent on as they come;
 * only an incomplete one is buffered until its end arrives.
 */
export function createUsageFilter(): StreamFilter {
  let buffered: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const all = buffered.byteLength === 0 ? chunk : Buffer.concat([buffered, chunk]);
      const last = all.lastIndexOf(EVENT_END);
      const end = last >= 0 ? last + EVENT_END.length : all.byteLength > MAX_EVENT_BYTES ? all.byteLength : 0;
      buffered = all.subarray(end);
      const whole = all.subarray(0, end);
      if (!whole.includes(USAGE_FIELD)) return whole;
      const events = whole.toString('utf8').split(/(?<=\n\n)/);
      return Buffer.from(events.map(withoutUsage).join(''));
    },
    rest: () => buffered,
  };
}
