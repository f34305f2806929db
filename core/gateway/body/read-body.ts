import type { IncomingMessage } from 'node:http';

/** A body no larger counts for nothing: most aren't, and their number is limited otherwise. */
const SMALL_BYTES = 64 * 1024;

/** Bytes of bodies that are held in memory now, by the requests of each key and by all together. */
export interface BodyMemoryBudget {
  /** False when that much more would be too much. */
  take(key: string, bytes: number): boolean;
  give(key: string, bytes: number): void;
}

export function createBodyBudget(limits: { readonly perKey: number; readonly inAll: number }): BodyMemoryBudget {
  const held = new Map<string, number>();
  let inAll = 0;
  const heldBy = (key: string) => held.get(key) ?? 0;
  const add = (key: string, bytes: number) => {
    inAll += bytes;
    held.set(key, heldBy(key) + bytes);
    if (heldBy(key) === 0) held.delete(key);
  };
  return {
    take(key, bytes) {
      if (heldBy(key) + bytes > limits.perKey || inAll + bytes > limits.inAll) return false;
      add(key, bytes);
      return true;
    },
    give: (key, bytes) => add(key, -bytes),
  };
}

export interface ReadLimits {
  /** Bytes of this body. */
  readonly limit: number;
  /** For the whole of it. */
  readonly timeoutMs: number;
  readonly budget: BodyMemoryBudget;
  /** The id of the key whose request it is. */
  readonly key: string;
}

export type ReadBody =
  | { readonly read: true; readonly body: Buffer }
  | { readonly read: false; readonly why: 'tooLarge' | 'overloaded' | 'tooSlow' | 'gone' };

/**
 * The whole body. What was taken from the budget is given back when `release` is called, or at once where nothing was read.
 * The connection is left open in every case, so that a refusal can be read; the rest of the body is thrown away.
 */
export function readBody(request: IncomingMessage, { limit, timeoutMs, budget, key }: ReadLimits) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let taken = 0;
  const release = () => {
    budget.give(key, taken);
    taken = 0;
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
      bytes += chunk.byteLength;
      if (bytes > limit) return settle({ read: false, why: 'tooLarge' });
      const more = Math.max(0, bytes - SMALL_BYTES) - taken;
      if (more > 0 && !budget.take(key, more)) return settle({ read: false, why: 'overloaded' });
      taken += more;
      chunks.push(chunk);
    };
    const onEnd = () => settle({ read: true, body: Buffer.concat(chunks) });
    const onGone = () => settle({ read: false, why: 'gone' });
    if (request.readableEnded || request.destroyed) return resolve({ read: false, why: 'gone' });
    const timer = setTimeout(() => settle({ read: false, why: 'tooSlow' }), timeoutMs);
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
  return { outcome, release };
}
