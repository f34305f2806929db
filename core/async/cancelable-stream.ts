/**
 * A generator for a subscription that can be ended while it waits: `return`, or the reader's own signal, aborts the signal
 * that it waits on. A plain generator would notice only at its next value, and keep its listeners until then.
 */
export function cancelableStream<T>(
  generate: (signal: AbortSignal) => AsyncGenerator<T, void>,
  reader?: AbortSignal,
): AsyncGenerator<T, void> {
  const end = new AbortController();
  const stream = generate(reader ? AbortSignal.any([reader, end.signal]) : end.signal);
  const finish = stream.return.bind(stream);
  stream.return = (value) => {
    end.abort();
    return finish(value);
  };
  return stream;
}
