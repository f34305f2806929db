import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { type BodyMemoryBudget, UNCOUNTED_BYTES } from './read-body.ts';

/** What requests without a key may hold of the budget together is as much as one key's. */
const LOOPBACK_SHARE = '';

export type ReadPrefix =
  | { readonly whole: Buffer }
  /** `beginning` is a part of what `stream` has. */
  | { readonly stream: Readable; readonly beginning: Buffer };

export interface ReadPrefixOptions {
  readonly maxBytes: number;
  /** Nobody is rejected for it: what finds no room streams. */
  readonly budget: BodyMemoryBudget;
  /** Called with what to call once the body is no longer needed. */
  readonly onRelease: (release: () => void) => void;
}

/**
 * Reads a body as far as `maxBytes` and the budget: all of it where it ends before that, otherwise a stream that has what was read
 * in front of the rest. Never rejects: of a client that disconnects, what it had sent.
 */
export function readPrefix(
  request: IncomingMessage,
  { maxBytes, budget, onRelease }: ReadPrefixOptions,
): Promise<ReadPrefix> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let reserved = 0;
    const hasRoom = (): boolean => {
      const more = Math.max(0, bytes - UNCOUNTED_BYTES) - reserved;
      if (bytes > maxBytes || (more > 0 && !budget.reserve(LOOPBACK_SHARE, more))) return false;
      reserved += more;
      return true;
    };
    onRelease(() => budget.release(LOOPBACK_SHARE, reserved));
    request.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onEnd);

    function stopReading(): void {
      request.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
      request.on('error', () => undefined);
    }
    function onEnd(): void {
      stopReading();
      resolve({ whole: Buffer.concat(chunks) });
    }
    function onData(chunk: Buffer): void {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (hasRoom()) return;
      stopReading();
      const rest = new PassThrough();
      for (const read of chunks) rest.write(read);
      request.once('error', (error) => rest.destroy(error));
      request.pipe(rest);
      resolve({ stream: rest, beginning: chunks[0] ?? chunk });
    }
  });
}
