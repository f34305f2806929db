import { type Reply, receivedError, sentError } from './messages.ts';

/** Calls to the other thread that wait for their reply. */
export interface Calls {
  /** Resolves to the value of the reply; rejects with its error, and with the error of `end`. */
  send<T>(post: (call: number) => void): Promise<T>;
  onReply(reply: Reply): void;
  /** There will be no more replies. */
  end(error: Error): void;
}

export function createCalls(): Calls {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  let ended: Error | null = null;
  return {
    async send<T>(post: (call: number) => void): Promise<T> {
      if (ended !== null) throw ended;
      last += 1;
      const call = last;
      const reply = Promise.withResolvers<unknown>();
      post(call);
      waiting.set(call, reply);
      // The two sides agree on what a call gives.
      return (await reply.promise) as T;
    },
    onReply(reply) {
      const { call } = reply;
      if ('error' in reply) waiting.get(call)?.reject(receivedError(reply.error));
      else waiting.get(call)?.resolve(reply.value);
      waiting.delete(call);
    },
    end(error) {
      ended = error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}

/** Replies to a call with what it comes to. */
export async function replyTo(call: number, work: () => unknown, post: (reply: Reply) => void): Promise<void> {
  try {
    post({ type: 'reply', call, value: (await work()) ?? null });
  } catch (error) {
    post({ type: 'reply', call, error: sentError(error) });
  }
}
