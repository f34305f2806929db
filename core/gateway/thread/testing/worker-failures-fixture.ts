import { BroadcastChannel } from 'node:worker_threads';

export type WorkerFailure = 'exit' | 'throw' | 'hang' | 'outgrow';

export const FAILURES_CHANNEL = 'gateway-worker-failures';
/** A worker of the gateway that fails when it is told to. */
export const FAILING_WORKER = new URL('./failing-worker-fixture.ts', import.meta.url);

/** Has the workers that run now fail. */
export function failWorker(how: WorkerFailure): void {
  const channel = new BroadcastChannel(FAILURES_CHANNEL);
  channel.postMessage(how);
  channel.close();
}
