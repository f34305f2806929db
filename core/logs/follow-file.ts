import { fstatSync } from 'node:fs';
import { copyFile, open, truncate } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

/** How often a growing file is looked at, in milliseconds; while it doesn't grow, a look is one `fstat` in place. */
const lookEveryMs = 250;
const chunkBytes = 64 * 1024;
/** A line longer than this many characters is given in pieces, so that one without an end can't fill the memory. */
const longestLine = 64 * 1024;

export interface FollowOptions {
  readonly onLines: (lines: string[]) => void;
  /** A file that has grown over this is cut, after one copy of it was kept beside it as `….old`. */
  readonly maxBytes: number;
}

export interface FollowedFile {
  /** Reads the rest, gives a last line without an end too, and lets go of the file. */
  close(): Promise<void>;
}

/**
 * Hands over each whole line that another process appends to a file, and keeps the file from growing without bounds: a
 * writer that appends goes on at the new end when the file is cut under it.
 */
export async function followFile(path: string, { onLines, maxBytes }: FollowOptions): Promise<FollowedFile> {
  const file = await open(path, 'r');
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(chunkBytes);
  let position = 0;
  let unfinished = '';

  const take = (text: string): void => {
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop() ?? '';
    while (unfinished.length > longestLine) {
      lines.push(unfinished.slice(0, longestLine));
      unfinished = unfinished.slice(longestLine);
    }
    if (lines.length > 0) onLines(lines);
  };

  const readRest = async (): Promise<void> => {
    if ((await file.stat()).size < position) position = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      take(decoder.write(buffer.subarray(0, bytesRead)));
    }
  };

  const look = async (): Promise<void> => {
    await readRest();
    if (position <= maxBytes) return;
    await copyFile(path, `${path}.old`);
    // What was written while it was copied is read before it goes.
    await readRest();
    await truncate(path);
    position = 0;
  };

  // One look at a time; a look that fails (a full disk while copying) leaves the file for the next one.
  let looking: Promise<void> = Promise.resolve();
  const lookInTurn = (): Promise<void> => {
    looking = looking.then(look).catch(() => undefined);
    return looking;
  };
  const timer = setInterval(() => {
    if (fstatSync(file.fd).size !== position) void lookInTurn();
  }, lookEveryMs);
  timer.unref();

  return {
    close: async () => {
      clearInterval(timer);
      await looking;
      await readRest().catch(() => undefined);
      await file.close();
      take(decoder.end());
      if (unfinished !== '') onLines([unfinished]);
      unfinished = '';
    },
  };
}
