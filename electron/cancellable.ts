/**
 * Passes a page's request to `answer` at `url`. When a page aborts, Electron cancels the answer's body but leaves the request's
 * signal alone, so the body's end is what stops the work behind it.
 */
export async function cancellable(
  request: Request,
  url: string,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const left = new AbortController();
  const response = await answer(
    new Request(url, {
      method: request.method,
      headers: request.headers,
      signal: AbortSignal.any([request.signal, left.signal]),
      ...(request.body === null ? {} : { body: request.body, duplex: 'half' as const }),
    }),
  );
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      const { done, value } = await reader.read();
      if (done) stream.close();
      else stream.enqueue(value);
    },
    async cancel(reason) {
      left.abort(reason);
      await reader.cancel(reason);
    },
  });
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
}
