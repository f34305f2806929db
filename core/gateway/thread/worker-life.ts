import { type ResourceLimits, Worker } from 'node:worker_threads';
import { withTimeout } from '../../async/with-timeout.ts';
import { createCalls, replyTo } from './calls.ts';
import { createSigns, type HeartbeatLimits, watchHeartbeat } from './heartbeat.ts';
import type { Batch, FromWorker, HostCall, ToWorker, WorkerCall, WorkerData, WorkerReplies } from './messages.ts';

/** How long a worker may take to close its listeners, and the connections on them. Milliseconds. */
const CLOSE_TIMEOUT_MS = 2_000;

/** A worker is gone, and what was asked of it with it. */
export class WorkerGoneError extends Error {
  override name = 'WorkerGoneError';
}

export interface WorkerLifeOptions {
  readonly file: URL;
  readonly data: Omit<WorkerData, 'signs'>;
  readonly heartbeat: HeartbeatLimits;
  readonly heap: ResourceLimits;
  onBatch(batch: Batch): void;
  onConfirmed(revision: number): void;
  onChanging(names: readonly string[]): void;
  onChunk(): void;
  /** What the worker asks of this thread. */
  perform(request: HostCall): unknown;
}

/** One worker, from its start to its end. */
export interface WorkerLife {
  /** Rejects with what went wrong in the worker, and with `WorkerGoneError`. */
  call<Do extends WorkerCall['do']>(request: WorkerCall & { readonly do: Do }): Promise<WorkerReplies[Do]>;
  post(message: Extract<ToWorker, { readonly type: 'policy' }>): void;
  /** Resolves to why it ended, once nothing of it is left: its sockets are closed. */
  readonly ended: Promise<Error>;
  /** Lets it end in order, and ends it if it doesn't. */
  close(): Promise<void>;
}

/** Starts a worker. It ends when it fails, when it shows no sign of life, and when it is closed. */
export function startWorkerLife({ file, data, heartbeat, heap, ...host }: WorkerLifeOptions): WorkerLife {
  const signs = createSigns();
  const workerData: WorkerData = { ...data, signs };
  const worker = new Worker(file, { name: 'gateway', workerData, resourceLimits: heap });
  // What keeps the process alive is the host.
  worker.unref();
  const calls = createCalls();
  const post = (message: ToWorker) => worker.postMessage(message);
  let cause: Error | null = null;

  worker.on('message', (message: FromWorker) => {
    switch (message.type) {
      case 'batch':
        return host.onBatch(message.batch);
      case 'confirmed':
        return host.onConfirmed(message.revision);
      case 'changing':
        return host.onChanging(message.names);
      case 'reply':
        return calls.onReply(message);
      case 'call':
        return void replyTo(message.call, () => host.perform(message.request), post);
    }
  });
  worker.on('error', (error) => {
    cause ??= error instanceof Error ? error : new Error(String(error));
  });
  const stopWatching = watchHeartbeat(signs, {
    limits: heartbeat,
    onChunk: host.onChunk,
    onDead: () => {
      cause ??= new Error(`No heartbeat for ${heartbeat.silentMs / 1_000} s.`);
      void worker.terminate();
    },
  });
  const waitForEnd = async (): Promise<Error> => {
    // `once` would reject with an error, before the exit that follows it.
    const exit = Promise.withResolvers<number>();
    worker.once('exit', exit.resolve);
    const code = await exit.promise;
    stopWatching();
    calls.end(new WorkerGoneError('The gateway’s thread has ended.'));
    return cause ?? new Error(`It exited with code ${code}.`);
  };
  const ended = waitForEnd();
  const call: WorkerLife['call'] = (request) => calls.send((number) => post({ type: 'call', call: number, request }));

  return {
    call,
    post,
    ended,
    async close() {
      await withTimeout(
        call({ do: 'close' }).catch(() => null),
        { timeoutMs: CLOSE_TIMEOUT_MS, fallback: null },
      );
      await worker.terminate();
      await ended;
    },
  };
}
