import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

/** How often a growing file is looked at, in milliseconds; looking costs one `fstat`. */
const lookEveryMs = 250;
const chunkBytes = 64 * 1024;

export interface FollowedFile {
  /** Reads what is there now. */
  read(): Promise<void>;
  /** Reads the rest, gives a last line without an end too, and lets go of the file. */
  close(): Promise<void>;
}

/** Hands over each whole line that another process appends to a file. A file that was cut is read from its beginning. */
export async function followFile(path: string, onLines: (lines: string[]) => void): Promise<FollowedFile> {
  const file = await open(path, 'r');
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(chunkBytes);
  let position = 0;
  let unfinished = '';
  let reading: Promise<void> = Promise.resolve();

  const readRest = async (): Promise<void> => {
    if ((await file.stat()).size < position) position = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      const lines = (unfinished + decoder.write(buffer.subarray(0, bytesRead))).split('\n');
      unfinished = lines.pop() ?? '';
      if (lines.length > 0) onLines(lines);
    }
  };
  const read = (): Promise<void> => {
    reading = reading.then(readRest);
    return reading;
  };
  const timer = setInterval(() => void read().catch(() => undefined), lookEveryMs);
  timer.unref();

  return {
    read,
    close: async () => {
      clearInterval(timer);
      await read().catch(() => undefined);
      await file.close().catch(() => undefined);
      if (unfinished !== '') onLines([unfinished]);
      unfinished = '';
    },
  };
}
