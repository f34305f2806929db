import { runRequest } from './run-request.ts';
import type { PageToWorker, StreamEvent, WorkerToPage } from './stream-protocol.ts';

/** Off the page's main thread: parsing one event per token would block it for 1.5 s in a long response. */
const running = new Map<number, AbortController>();

function start({ id, request }: Extract<PageToWorker, { type: 'start' }>): void {
  const abort = new AbortController();
  running.set(id, abort);
  const emit = (event: StreamEvent): void => {
    const message: WorkerToPage = { id, event };
    postMessage(message);
  };
  void runRequest(request, { origin: location.origin, signal: abort.signal, emit }).finally(() => running.delete(id));
}

addEventListener('message', ({ data }: MessageEvent<PageToWorker>) => {
  if (data.type === 'start') start(data);
  else running.get(data.id)?.abort();
});
