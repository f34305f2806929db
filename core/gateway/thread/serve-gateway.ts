import type { MessagePort } from 'node:worker_threads';
import type { Gateway, GatewayListener, ListenerOptions } from '../gateway.ts';
import type { GatewayOptions } from '../gateway-parts.ts';
import { createPolicyHolder } from '../policy/policy-source.ts';
import { createActivityBatches } from './activity-batches.ts';
import { createCalls, replyTo } from './calls.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { FromWorker, HostCall, HostReplies, ToWorker, WorkerCall, WorkerData, WorkerReplies } from './messages.ts';
import { removeStaleSocket } from './private-socket.ts';

export interface ServeOptions {
  /** To the main thread. */
  readonly port: MessagePort;
  readonly data: WorkerData;
  readonly createGateway: (options: GatewayOptions) => Gateway;
}

/** The listeners by number, which is all that the main thread knows of them. */
function createNumberedListeners(gateway: Gateway) {
  const listeners = new Map<number, GatewayListener>();
  let last = 0;
  return {
    async listen(options: ListenerOptions): Promise<WorkerReplies['listen']> {
      if ('path' in options) await removeStaleSocket(options.path);
      const listener = await gateway.listen(options);
      last += 1;
      listeners.set(last, listener);
      return { listener: last, port: listener.port };
    },
    async closeListener(number: number): Promise<void> {
      const listener = listeners.get(number);
      listeners.delete(number);
      await listener?.close();
    },
  };
}

/** Runs the gateway in this thread for the main thread, which sends it policies and calls. */
export function serveGateway({ port, data, createGateway }: ServeOptions): void {
  const post = (message: FromWorker) => port.postMessage(message);
  const calls = createCalls();
  const ask = <Do extends HostCall['do']>(request: HostCall & { readonly do: Do }): Promise<HostReplies[Do]> =>
    calls.send((call) => post({ type: 'call', call, request }));
  const policy = createPolicyHolder(data.policy);
  const heartbeat = startHeartbeat(data.signs);
  const batches = createActivityBatches((batch) => post({ type: 'batch', batch }));
  const gateway = createGateway({
    policy,
    activity: {
      begin(request) {
        heartbeat.beat();
        return batches.activity.begin(request);
      },
    },
    keyUsed: batches.keyUsed,
    async readModels() {
      await ask({ do: 'readModels' });
    },
    metrics({ named }) {
      // What was done counts in what is told next.
      batches.flush();
      return ask({ do: 'metrics', named });
    },
    onChunk: heartbeat.countChunk,
    limits: data.limits,
    abandoned: data.abandoned,
    onChanging: (names) => post({ type: 'changing', names }),
    onUnexpected: batches.unexpected,
  });
  const listeners = createNumberedListeners(gateway);
  const close = async () => {
    await gateway.close();
    batches.flush();
    heartbeat.stop();
  };
  const perform = (request: WorkerCall): unknown => {
    switch (request.do) {
      case 'listen':
        return listeners.listen(request.options);
      case 'closeListener':
        return listeners.closeListener(request.listener);
      case 'activeWork':
        return gateway.activeWork();
      case 'close':
        return close();
    }
  };
  port.on('message', (message: ToWorker) => {
    if (message.type === 'call') void replyTo(message.call, () => perform(message.request), post);
    else if (message.type === 'reply') calls.onReply(message);
    else {
      policy.update(message.changed);
      post({ type: 'confirmed', revision: message.revision });
    }
  });
  post({ type: 'confirmed', revision: data.revision });
}
