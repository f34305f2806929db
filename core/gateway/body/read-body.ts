import type { IncomingMessage } from 'node:http';

/** Smaller bodies don't count towards the budget: most are, and their number is limited otherwise. */
const UNCOUNTED_BYTES = 64 * 1024;

/** Bytes of bodies in memory, by the requests of each key and in all. */
export interface BodyMemoryBudget {
  /** False when that many more bytes would exceed a limit; nothing is reserved then. */
  reserve(key: string, bytes: number): boolean;
  release(key: string, bytes: number): void;
}

export function createBodyBudget(limits: { readonly perKey: number; readonly inAll: number }): BodyMemoryBudget {
  const reserved = new Map<string, number>();
  let reservedInAll = 0;
  const reservedBy = (key: string): number => reserved.get(key) ?? 0;
  const add = (key: string, bytes: number): void => {
    reservedInAll += bytes;
    reserved.set(key, reservedBy(key) + bytes);
    if (reservedBy(key) === 0) reserved.delete(key);
  };
  return {
    reserve(key, bytes) {
      if (reservedBy(key) + bytes > limits.perKey || reservedInAll + bytes > limits.inAll) return false;
      add(key, bytes);
      return true;
    },
    release: (key, bytes) => add(key, -bytes),
  };
}

export interface ReadBodyOptions {
  /** Bytes of this body. */
  readonly maxBytes: number;
  /** For the whole body. */
  readonly timeoutMs: number;
  readonly budget: BodyMemoryBudget;
  /** The id of the request's key. */
  readonly key: string;
}

export type ReadBodyResult =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly reason: 'tooLarge' | 'overloaded' | 'timeout' | 'disconnected' };

export interface BodyReading {
  /** Never rejects. */
  readonly result: Promise<ReadBodyResult>;
  /** Returns what the body took from the budget. */
  release(): void;
}

/**
 * Reads the whole body. What it took from the budget is returned when `release` is called, or at once where reading failed.
 * The connection stays open in every case, so that the client can read an error; the rest of the body is discarded.
 */
export function readBody(request: IncomingMessage, { maxBytes, timeoutMs, budget, key }: ReadBodyOptions): BodyReading {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let reserved = 0;
  const release = (): void => {
    budget.release(key, reserved);
    reserved = 0;
  };
  const result = new Promise<ReadBodyResult>((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve({ ok: false, reason: 'disconnected' });
    const timer = setTimeout(() => settle({ ok: false, reason: 'timeout' }), timeoutMs);
    request.on('data', onData).on('end', onEnd).on('close', onDisconnect).on('error', onDisconnect);

    function settle(settled: ReadBodyResult): void {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onDisconnect).off('error', onDisconnect);
      request.on('error', () => undefined);
      if (!settled.ok) {
        release();
        request.resume();
      }
      resolve(settled);
    }
    function onData(chunk: Buffer): void {
      bytes += chunk.byteLength;
      const more = Math.max(0, bytes - UNCOUNTED_BYTES) - reserved;
      if (bytes > maxBytes) settle({ ok: false, reason: 'tooLarge' });
      else if (more > 0 && !budget.reserve(key, more)) settle({ ok: false, reason: 'overloaded' });
      else {
        reserved += more;
        chunks.push(chunk);
      }
    }
    function onEnd(): void {
      settle({ ok: true, body: Buffer.concat(chunks) });
    }
    function onDisconnect(): void {
      settle({ ok: false, reason: 'disconnected' });
    }
  });
  return { result, release };
}
