import type { IncomingMessage } from 'node:http';
import type { ContentCoding } from '../policy/content-coding.ts';
import { createBodyDecoder } from './body-decoder.ts';

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
  /** Bytes of this body, as it was sent and as it is decoded. */
  readonly maxBytes: number;
  /** For the whole body. */
  readonly timeoutMs: number;
  readonly budget: BodyMemoryBudget;
  /** The id of the request's key. */
  readonly key: string;
  /** How the body is compressed; null where it isn't. */
  readonly coding: ContentCoding | null;
}

/** Why a body couldn't be read: `undecodable` where it isn't what its coding says. */
export type BodyFailure = 'tooLarge' | 'overloaded' | 'timeout' | 'undecodable' | 'disconnected';

export type ReadBodyResult =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly reason: BodyFailure };

export interface BodyReading {
  /** Never rejects. */
  readonly result: Promise<ReadBodyResult>;
  /** Returns what the body took from the budget. */
  release(): void;
}

/** What is kept of one body, within its limit and the budget. */
function createBodyStore({ maxBytes, budget, key }: Pick<ReadBodyOptions, 'maxBytes' | 'budget' | 'key'>) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let reserved = 0;
  return {
    /** Why the chunk can't be kept; null where it is. */
    keep(chunk: Buffer): 'tooLarge' | 'overloaded' | null {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) return 'tooLarge';
      const more = Math.max(0, bytes - UNCOUNTED_BYTES) - reserved;
      if (more > 0 && !budget.reserve(key, more)) return 'overloaded';
      reserved += more;
      chunks.push(chunk);
      return null;
    },
    /** What was kept, which is given away. */
    take: () => Buffer.concat(chunks.splice(0)),
    release(): void {
      chunks.length = 0;
      budget.release(key, reserved);
      reserved = 0;
    },
  };
}

/**
 * Reads the whole body, decoded. What it took from the budget is returned when `release` is called, or at once where reading failed.
 * The connection stays open in every case, so that the client can read an error; the rest of the body is discarded. A compressed
 * body is decoded no further than the limit and the budget allow, and read no faster than it is decoded.
 */
export function readBody(request: IncomingMessage, options: ReadBodyOptions): BodyReading {
  const { maxBytes, timeoutMs, coding } = options;
  const store = createBodyStore(options);
  const result = new Promise<ReadBodyResult>((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve({ ok: false, reason: 'disconnected' });
    const timer = setTimeout(() => fail('timeout'), timeoutMs);
    const decoder =
      coding && createBodyDecoder(coding, { onDecoded: keep, onEnd, onInvalid: () => fail('undecodable') });
    let received = 0;
    request.on('data', onData).on('end', onReceived).on('close', onDisconnect).on('error', onDisconnect);

    function settle(settled: ReadBodyResult): void {
      clearTimeout(timer);
      request.off('data', onData).off('end', onReceived).off('close', onDisconnect).off('error', onDisconnect);
      request.on('error', () => undefined);
      decoder?.destroy();
      resolve(settled);
    }
    function fail(reason: BodyFailure): void {
      store.release();
      settle({ ok: false, reason });
      request.resume();
    }
    function keep(chunk: Buffer): void {
      const reason = store.keep(chunk);
      if (reason) fail(reason);
    }
    function onData(chunk: Buffer): void {
      received += chunk.byteLength;
      if (!decoder) keep(chunk);
      else if (received > maxBytes) fail('tooLarge');
      else {
        request.pause();
        decoder.write(chunk, () => void request.resume());
      }
    }
    function onReceived(): void {
      // It closes as soon as it is complete, which is before it is decoded.
      request.off('close', onDisconnect);
      if (decoder) decoder.end();
      else onEnd();
    }
    function onEnd(): void {
      settle({ ok: true, body: store.take() });
    }
    function onDisconnect(): void {
      fail('disconnected');
    }
  });
  return { result, release: store.release };
}
