import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel } from 'node:worker_threads';
import '../../core/gateway/thread/gateway-worker.ts';
import { MEASURE_CHANNEL } from './measure-channel.ts';

// The gateway's worker, which tells any message on the channel what memory is in use after garbage collection, in MB.

/** What is finalized by one collection is freed by the next, in a later turn. */
const COLLECTIONS = 4;

const channel = new BroadcastChannel(MEASURE_CHANNEL);
channel.onmessage = async () => {
  // Enabled while it runs: with the flag from the start, the heap would not be like the application's.
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let n = 0; n < COLLECTIONS; n += 1) {
    collect();
    await delay(100);
  }
  const { heapUsed, external } = process.memoryUsage();
  channel.postMessage((heapUsed + external) / 1e6);
};
