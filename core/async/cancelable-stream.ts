/**
 * A generator that feeds a subscription and can be ended while it waits: `return`, or the reader's own signal, aborts the
 * signal it waits on. A plain generator would notice only after the next piece of news, and hold its listeners until then.
 */
export function cancelableStream<T>(
  generate: (signal: AbortSignal) => AsyncGenerator<T, void>,
  reader?: AbortSignal,
): AsyncGenerator<T, void> {
  const end = new AbortController();
  const feed = generate(reader ? AbortSignal.any([reader, end.signal]) : end.signal);
  const finish = feed.return.bind(feed);
  feed.return = (value) => {
    end.abort();
    return finish(value);
  };
  return feed;
}
