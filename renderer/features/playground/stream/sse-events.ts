/** In characters. An event holds a token or two; one without end must not fill the memory. */
const MAX_EVENT_LENGTH = 16 * 1024 * 1024;

/** One server-sent event. */
export interface ServerEvent {
  /** Empty where it has none. */
  readonly name: string;
  readonly data: string;
}

/** Closes the stream when it is left before its end. */
async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader();
  // Drops a byte order mark at the beginning, as the specification of events asks for.
  const decoder = new TextDecoder();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield decoder.decode(read.value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  let unfinished: string[] = [];
  let length = 0;
  for await (const text of textOf(body)) {
    const [first = '', ...others] = text.split('\n');
    unfinished.push(first);
    length += first.length;
    if (length > MAX_EVENT_LENGTH) throw new Error('An event has no end.');
    for (const next of others) {
      yield unfinished.join('').replace(/\r$/, '');
      unfinished = [next];
      length = next.length;
    }
  }
  const last = unfinished.join('').replace(/\r$/, '');
  if (last !== '') yield last;
}

/** The value after `field:`; null for a line of another field. */
function fieldValue(line: string, field: string): string | null {
  if (!line.startsWith(`${field}:`)) return null;
  const value = line.slice(field.length + 1);
  return value.startsWith(' ') ? value.slice(1) : value;
}

/**
 * The events of a response, as they arrive. A line that begins an object without `data:` counts as an event of its own: an error is
 * written so by servers whose writer of errors doesn't know that it is in a stream, as is a whole response to one that doesn't stream.
 */
export async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent, void> {
  let name = '';
  let data: string[] = [];
  for await (const line of linesOf(body)) {
    const value = line.startsWith('{') ? line : fieldValue(line, 'data');
    if (value !== null) data.push(value);
    name = fieldValue(line, 'event') ?? name;
    if (line !== '' && !line.startsWith('{')) continue;
    if (data.length > 0) yield { name, data: data.join('\n') };
    name = '';
    data = [];
  }
  // The stream ended before the blank line that ends an event.
  if (data.length > 0) yield { name, data: data.join('\n') };
}
