import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { ContentCoding } from '../policy/content-coding.ts';
import { decodeBody } from './body-decoder.ts';
import { createDecodingTurns, type DecodingTurns } from './decoding-turns.ts';

/** Smaller bodies don't count towards the budget: most are, and their number is limited otherwise. */
const UNCOUNTED_BYTES = 64 * 1024;

/** Bytes of bodies in memory, by the requests of each key and in all. */
export interface BodyMemoryBudget {
  /** False when that many more bytes would exceed a limit; nothing is reserved then. */
  reserve(key: string, bytes: number): boolean;
  release(key: string, bytes: number): void;
  /** Whose compressed body is decoded next. */
  readonly turns: DecodingTurns;
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
    turns: createDecodingTurns(),
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

interface BodyStore {
  /** Why the chunk can't be kept; null where it is. */
  keep(chunk: Buffer): 'tooLarge' | 'overloaded' | null;
  /** What was kept, which is given away. */
  take(): Buffer[];
  release(): void;
}

/** What is kept of one body, within its limit and the budget. */
export function createBodyStore({
  maxBytes,
  budget,
  key,
}: Pick<ReadBodyOptions, 'maxBytes' | 'budget' | 'key'>): BodyStore {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let reserved = 0;
  return {
    keep(chunk) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) return 'tooLarge';
      const more = Math.max(0, bytes - UNCOUNTED_BYTES) - reserved;
      if (more > 0 && !budget.reserve(key, more)) return 'overloaded';
      reserved += more;
      chunks.push(chunk);
      return null;
    },
    take: () => chunks.splice(0),
    release() {
      chunks.length = 0;
      budget.release(key, reserved);
      reserved = 0;
    },
  };
}

/** Reads the whole body as it was sent; what is left of one that can't be read is discarded. */
function receive(request: IncomingMessage, store: BodyStore, timeoutMs: number): Promise<BodyFailure | null> {
  return new Promise((resolve) => {
    if (request.readableEnded || request.destroyed) return resolve('disconnected');
    const timer = setTimeout(() => settle('timeout'), timeoutMs);
    request.on('data', onData).on('end', onEnd).on('close', onDisconnect).on('error', onDisconnect);

    function settle(failure: BodyFailure | null): void {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onDisconnect).off('error', onDisconnect);
      request.on('error', () => undefined);
      if (failure) request.resume();
      resolve(failure);
    }
    function onData(chunk: Buffer): void {
      const failure = store.keep(chunk);
      if (failure) settle(failure);
    }
    function onEnd(): void {
      settle(null);
    }
    function onDisconnect(): void {
      settle('disconnected');
    }
  });
}

interface DecodeOptions extends Pick<ReadBodyOptions, 'budget' | 'key' | 'timeoutMs'> {
  readonly coding: ContentCoding;
  readonly store: BodyStore;
  /** The client's connection: the request itself closes as soon as it is complete. */
  readonly socket: Socket;
}

/** Decodes a body once it is its turn. */
function decode(
  encoded: readonly Buffer[],
  { coding, store, budget, key, timeoutMs, socket }: DecodeOptions,
): Promise<BodyFailure | null> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    let endTurn = (): void => undefined;
    const onDisconnect = (): void => settle('disconnected');
    const timer = setTimeout(() => settle('timeout'), timeoutMs);
    socket.once('close', onDisconnect);
    endTurn = budget.turns.take(key, () => {
      stop = decodeBody(coding, encoded, {
        onDecoded(chunk) {
          const failure = store.keep(chunk);
          if (failure) settle(failure);
        },
        onEnd: () => settle(null),
        onInvalid: () => settle('undecodable'),
      });
    });

    function settle(failure: BodyFailure | null): void {
      clearTimeout(timer);
      socket.off('close', onDisconnect);
      stop();
      endTurn();
      resolve(failure);
    }
  });
}

/**
 * Reads the whole body, decoded. What it took from the budget is returned when `release` is called, or at once where reading failed.
 * The connection stays open in every case, so that the client can read an error; the rest of the body is discarded. A compressed
 * body counts as it was sent until it is complete, and then as it is decoded: no further than the limit and the budget allow.
 */
export function readBody(request: IncomingMessage, options: ReadBodyOptions): BodyReading {
  const { timeoutMs, coding } = options;
  // Kept now: a request may lose its socket.
  const { socket } = request;
  const received = createBodyStore(options);
  const decoded = createBodyStore(options);
  const release = (): void => {
    received.release();
    decoded.release();
  };
  const read = async (): Promise<ReadBodyResult> => {
    const until = performance.now() + timeoutMs;
    const failure = await receive(request, received, timeoutMs);
    if (failure) return { ok: false, reason: failure };
    const chunks = received.take();
    // No decoder would say of an empty body that it is complete.
    if (coding === null || chunks.length === 0) return { ok: true, body: Buffer.concat(chunks) };
    const left = { ...options, coding, timeoutMs: until - performance.now() };
    const undecoded = await decode(chunks, { ...left, store: decoded, socket });
    received.release();
    return undecoded ? { ok: false, reason: undecoded } : { ok: true, body: Buffer.concat(decoded.take()) };
  };
  const result = read().then((settled) => {
    if (!settled.ok) release();
    return settled;
  });
  return { result, release };
}
