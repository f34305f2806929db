import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';

export type ReadPrefix =
  | { readonly whole: Buffer }
  /** `beginning` is a part of what `stream` has. */
  | { readonly stream: Readable; readonly beginning: Buffer };

/**
 * Reads a body as far as `maxBytes`: all of it where it ends before that, otherwise a stream that has what was read in front of the
 * rest. Never rejects: of a client that disconnects, what it had sent.
 */
export function readPrefix(request: IncomingMessage, maxBytes: number): Promise<ReadPrefix> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
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
      if (bytes <= maxBytes) return;
      stopReading();
      const rest = new PassThrough();
      for (const read of chunks) rest.write(read);
      request.once('error', (error) => rest.destroy(error));
      request.pipe(rest);
      resolve({ stream: rest, beginning: chunks[0] ?? chunk });
    }
  });
}
