import { emptyTiming } from './chunk-reader.ts';
import type { PageToWorker, SendRequest, StreamEvent, WorkerToPage } from './stream-protocol.ts';

/** The page's side of the stream worker. One worker serves all requests of the page. */
export function createStreamClient(worker: Worker): SendRequest {
  const listeners = new Map<number, (event: StreamEvent) => void>();
  const lastId = { value: 0 };
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerToPage>) => {
    const listener = listeners.get(data.id);
    if (data.event.type !== 'pieces') listeners.delete(data.id);
    listener?.(data.event);
  });
  // Without this, requests to a worker that couldn't be loaded or has crashed would never settle.
  worker.addEventListener('error', (error) => {
    const pending = [...listeners.values()];
    listeners.clear();
    const failure = { status: null, code: null, message: error.message };
    for (const listener of pending) listener({ type: 'failed', failure, timing: emptyTiming });
  });
  const post = (message: PageToWorker): void => worker.postMessage(message);
  return (request, onEvent) => {
    lastId.value += 1;
    const id = lastId.value;
    listeners.set(id, onEvent);
    post({ type: 'start', id, request });
    return () => {
      listeners.delete(id);
      post({ type: 'stop', id });
    };
  };
}

export function createStreamWorker(): Worker {
  return new Worker(new URL('./stream-worker.ts', import.meta.url), { type: 'module', name: 'streams' });
}
