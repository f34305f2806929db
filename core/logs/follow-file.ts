import { appendFileSync, closeSync, constants, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { appendFile, copyFile, open, rm } from 'node:fs/promises';
import { createLineSplitter } from './line-splitter.ts';
import { copyOf, keepCopyAsFirstPart } from './rotated-parts.ts';

/** How often a growing file is looked at, in milliseconds; while it doesn't grow, a look is one `fstat` in place. */
const pollIntervalMs = 250;
/** Copying a large file again and again onto a full disk helps nobody. */
const rotateAgainAfterMs = 2_000;
const chunkBytes = 64 * 1024;
/** What is read of a file that was there before, in bytes. */
const tailBytes = 64 * 1024;
/** A file that can't be rotated may grow to as much as a file and its older parts would take. */
const hardLimitFactor = 5;

export interface FollowOptions {
  readonly onLines: (lines: string[]) => void;
  /** A file that has grown over this is copied to an older part and cut. */
  readonly maxBytes: number;
  /** Begin with the last 64 kB of what is there; otherwise with the file's beginning. */
  readonly fromTail?: boolean;
  /** Whether the last look could read the file; told when that changes. */
  readonly onReadable?: (readable: boolean) => void;
}

export interface FollowedFile {
  /** Reads the rest, gives a last line without an end too, and lets go of the file. */
  close(): Promise<void>;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Hands over each whole line that another process appends to a file, and keeps the file from growing without bounds: it is
 * copied and cut under its writer, who appends and so goes on at the new end. A line that is written in the very
 * microseconds between the last read and the cut is lost; nothing else is lost without a line in the file that says so.
 */
export async function followFile(path: string, options: FollowOptions): Promise<FollowedFile> {
  const { onLines, maxBytes, onReadable = () => undefined } = options;
  const file = await open(path, 'r+');
  const size = (): number => fstatSync(file.fd).size;
  const buffer = Buffer.alloc(chunkBytes);
  // From one byte earlier, so that a line that begins exactly there is whole.
  let position = options.fromTail ? Math.max(0, size() - tailBytes - 1) : 0;
  const splitter = createLineSplitter(position > 0);
  let readable = true;
  let rotateAt = 0;
  let complained = false;

  const give = (lines: string[]): void => {
    if (lines.length > 0) onLines(lines);
  };
  /** A line of ours among the server's, in the same form. On a full disk it is at least in memory. */
  const mark = async (level: 'WARN' | 'ERROR', message: string): Promise<void> => {
    const line = `time=${new Date().toISOString()} level=${level} source=corral msg=${JSON.stringify(message)}`;
    await appendFile(path, `${line}\n`).catch(() => give([line]));
  };

  const readRest = async (): Promise<void> => {
    if (size() < position) position = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      give(splitter.take(buffer.subarray(0, bytesRead)));
    }
  };
  /** Without a pause in which more could be written; what is read goes to the copy too, which holds `copied` bytes so far. */
  const readRestInto = (copy: number, copied: number): void => {
    for (let at = copied; ; ) {
      const bytesRead = readSync(file.fd, buffer, 0, chunkBytes, at);
      if (bytesRead === 0) return;
      const bytes = buffer.subarray(0, bytesRead);
      appendFileSync(copy, bytes);
      const known = Math.max(0, position - at);
      at += bytesRead;
      if (known >= bytesRead) continue;
      position = at;
      give(splitter.take(bytes.subarray(known)));
    }
  };

  const rotate = async (): Promise<void> => {
    await copyFile(path, copyOf(path), constants.COPYFILE_FICLONE);
    // What the copy holds is read at least.
    await readRest();
    const copy = openSync(copyOf(path), 'a');
    try {
      readRestInto(copy, fstatSync(copy).size);
      keepCopyAsFirstPart(path);
      readRestInto(copy, fstatSync(copy).size);
      ftruncateSync(file.fd, 0);
      position = 0;
    } finally {
      closeSync(copy);
    }
  };
  const keepBounded = async (): Promise<void> => {
    if (position <= maxBytes || Date.now() < rotateAt) return;
    try {
      await rotate();
      complained = false;
    } catch (error) {
      rotateAt = Date.now() + rotateAgainAfterMs;
      await rm(copyOf(path), { force: true }).catch(() => undefined);
      const reason = reasonOf(error);
      if (position > maxBytes * hardLimitFactor) {
        const dropped = position;
        ftruncateSync(file.fd, 0);
        position = 0;
        await mark('ERROR', `Corral dropped ${dropped} bytes of this log: no copy could be kept (${reason})`);
      } else if (!complained) {
        complained = true;
        await mark('WARN', `this log grows on, because no copy of it could be made; Corral tries again (${reason})`);
      }
    }
  };

  const look = async (): Promise<void> => {
    const couldRead = await readRest().then(
      () => true,
      () => false,
    );
    if (couldRead !== readable) onReadable(couldRead);
    readable = couldRead;
    if (couldRead) await keepBounded();
  };
  // One look at a time.
  let looking: Promise<void> = Promise.resolve();
  const lookInTurn = (): Promise<void> => {
    looking = looking.then(look).catch(() => undefined);
    return looking;
  };
  const hasNews = (): boolean => {
    try {
      return size() !== position || position > maxBytes;
    } catch {
      return true;
    }
  };
  const timer = setInterval(() => {
    if (hasNews()) void lookInTurn();
  }, pollIntervalMs);
  timer.unref();

  return {
    close: async () => {
      clearInterval(timer);
      await looking;
      await readRest().catch(() => undefined);
      await file.close();
      give(splitter.rest());
    },
  };
}
