import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { createBodyStore, type ReadBodyOptions } from './read-body.ts';

export type ReadPrefix =
  | { readonly whole: Buffer }
  /** `beginning` is a part of what `stream` has. */
  | { readonly stream: Readable; readonly beginning: Buffer };

/** Nobody is rejected for the limit or the budget: what finds no room streams. */
export interface ReadPrefixOptions extends Pick<ReadBodyOptions, 'maxBytes' | 'budget' | 'key'> {
  /** Called with what to call once the body is no longer needed. */
  readonly onRelease: (release: () => void) => void;
}

/**
 * Reads a body as far as `maxBytes` and the budget: all of it where it ends before that, otherwise a stream that has what was read
 * in front of the rest. Never rejects: of a client that disconnects, what it had sent.
 */
export function readPrefix(request: IncomingMessage, { onRelease, ...limits }: ReadPrefixOptions): Promise<ReadPrefix> {
  return new Promise((resolve) => {
    const store = createBodyStore(limits);
    onRelease(store.release);
    request.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onEnd);

    function stopReading(): void {
      request.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
      request.on('error', () => undefined);
    }
    function onEnd(): void {
      stopReading();
      resolve({ whole: Buffer.concat(store.take()) });
    }
    function onData(chunk: Buffer): void {
      if (store.keep(chunk) === null) return;
      stopReading();
      const begun = [...store.take(), chunk];
      const rest = new PassThrough();
      for (const read of begun) rest.write(read);
      request.once('error', (error) => rest.destroy(error));
      request.pipe(rest);
      resolve({ stream: rest, beginning: begun[0] ?? chunk });
    }
  });
}
