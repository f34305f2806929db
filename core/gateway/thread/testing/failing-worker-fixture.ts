import { BroadcastChannel, parentPort, workerData } from 'node:worker_threads';
import { createGateway } from '../../gateway.ts';
import { serveGateway } from '../serve-gateway.ts';
import { FAILURES_CHANNEL, type WorkerFailure } from './worker-failures-fixture.ts';

// The gateway's worker, which fails when a test says so.
function fail(how: WorkerFailure): void {
  const kept: number[][] = [];
  switch (how) {
    case 'exit':
      process.exit(3);
      break;
    case 'throw':
      throw new Error('thrown for a test');
    case 'hang':
      for (;;);
    case 'outgrow':
      for (;;) kept.push(new Array(100_000).fill(kept.length));
  }
}

const orders = new BroadcastChannel(FAILURES_CHANNEL);
orders.onmessage = (event: unknown) => {
  const { data } = event as { readonly data: WorkerFailure };
  setImmediate(fail, data);
};
orders.unref();
if (parentPort !== null) serveGateway({ port: parentPort, data: workerData, createGateway });
