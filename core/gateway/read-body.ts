import type { IncomingMessage } from 'node:http';

/** Bytes of bodies that are held in memory now, by all requests together. */
export interface BodyBudget {
  /** False when that much more would be too much. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

export const createBodyBudget = (limit: number): BodyBudget => {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > limit) return false;
      held += bytes;
      return true;
    },
    give(bytes) {
      held -= bytes;
    },
  };
};

export interface ReadLimits {
  /** Bytes of this body. */
  readonly limit: number;
  /** For the whole of it. */
  readonly withinMs: number;
  readonly budget: BodyBudget;
}

export type ReadBody =
  | { readonly read: true; readonly body: Buffer }
  | { readonly read: false; readonly why: 'tooLarge' | 'overloaded' | 'tooSlow' | 'gone' };

/**
 * The whole body. What was taken from the budget is given back when `release` is called, or at once where nothing was read.
 * The connection is left open in every case, so that a refusal can be read; the rest of the body is thrown away.
 */
export const readBody = (request: IncomingMessage, { limit, withinMs, budget }: ReadLimits) => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const release = () => {
    budget.give(bytes);
    bytes = 0;
  };
  const outcome = new Promise<ReadBody>((resolve) => {
    const settle = (result: ReadBody) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      request.on('error', () => undefined);
      if (!result.read) {
        release();
        request.resume();
      }
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      if (bytes + chunk.byteLength > limit) return settle({ read: false, why: 'tooLarge' });
      if (!budget.take(chunk.byteLength)) return settle({ read: false, why: 'overloaded' });
      bytes += chunk.byteLength;
      chunks.push(chunk);
    };
    const onEnd = () => settle({ read: true, body: Buffer.concat(chunks) });
    const onGone = () => settle({ read: false, why: 'gone' });
    if (request.readableEnded || request.destroyed) return resolve({ read: false, why: 'gone' });
    const timer = setTimeout(() => settle({ read: false, why: 'tooSlow' }), withinMs);
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
  return { outcome, release };
};
