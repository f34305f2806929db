import { fstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createSerialQueue } from '../async/serial-queue.ts';
import { createLogReader } from './log-reader.ts';
import { createLogRotation } from './log-rotation.ts';

/** How often a growing file is checked; while it doesn't grow, a check is one synchronous `fstat`. */
const POLL_INTERVAL_MS = 250;
/** What is read of a file that already exists. */
const TAIL_BYTES = 64 * 1024;

export interface FollowOptions {
  readonly onLines: (lines: string[]) => void;
  /** A file that has grown over this is copied to an older part and emptied. */
  readonly maxBytes: number;
  /** Start with the last 64 kB of the file; otherwise with its beginning. */
  readonly fromTail?: boolean;
  /** Called when it changes whether the file can be read. */
  readonly onReadable?: (readable: boolean) => void;
}

export interface FollowedFile {
  /** Reads the rest, gives a last line without a line break, too, and closes the file. */
  close(): Promise<void>;
}

/**
 * Reads each whole line that another process appends to a file, and keeps the file from growing without bounds: it is copied
 * and emptied under its writer, which appends and so continues at the new end. A line that is written in the microseconds
 * between the last read and the truncation is lost; nothing else is lost without a line in the file that says so.
 * @throws the system's error when the file can't be opened
 */
export async function followFile(path: string, options: FollowOptions): Promise<FollowedFile> {
  const { onLines, maxBytes, fromTail = false, onReadable = () => undefined } = options;
  const file = await open(path, 'r+');
  // From one byte earlier, so that a line that starts exactly there is whole.
  const position = fromTail ? Math.max(0, fstatSync(file.fd).size - TAIL_BYTES - 1) : 0;
  const reader = createLogReader(file, { position, onLines });
  const rotation = createLogRotation({ path, reader, maxBytes, onLines });
  const enqueue = createSerialQueue();
  let isReadable = true;

  const check = async (): Promise<void> => {
    const couldRead = await reader.readRest().then(
      () => true,
      () => false,
    );
    if (couldRead !== isReadable) onReadable(couldRead);
    isReadable = couldRead;
    if (couldRead) await rotation.rotateIfNeeded();
  };
  const needsCheck = (): boolean => {
    try {
      return reader.size() !== reader.position || reader.position > maxBytes;
    } catch {
      return true;
    }
  };
  const timer = setInterval(() => {
    if (needsCheck()) void enqueue(check).catch(() => undefined);
  }, POLL_INTERVAL_MS).unref();

  return {
    close: async () => {
      clearInterval(timer);
      await enqueue(() => reader.readRest()).catch(() => undefined);
      await file.close();
      reader.finish();
    },
  };
}
