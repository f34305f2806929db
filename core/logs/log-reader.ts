import { appendFileSync, fstatSync, ftruncateSync, readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { createLineSplitter } from './line-splitter.ts';

const CHUNK_BYTES = 64 * 1024;

export interface LogReaderOptions {
  /** Where to start, in bytes. */
  readonly position: number;
  /** Gets each whole line. */
  readonly onLines: (lines: string[]) => void;
}

/** Reads the lines that another process appends to an open file. */
export interface LogReader {
  /** How many bytes have been read. */
  readonly position: number;
  size(): number;
  readRest(): Promise<void>;
  /** Appends everything after the first `offset` bytes to an open copy, and reads it. Synchronous: no time for more to be written. */
  copyRest(copy: number, offset: number): void;
  /** Empties the file, and starts at its beginning. */
  truncate(): void;
  /** Gives a last line without a line break, too. */
  finish(): void;
}

export function createLogReader(file: FileHandle, options: LogReaderOptions): LogReader {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  const splitter = createLineSplitter(options.position > 0);
  let position = options.position;

  const emit = (lines: string[]): void => {
    if (lines.length > 0) options.onLines(lines);
  };
  const size = (): number => fstatSync(file.fd).size;

  return {
    get position() {
      return position;
    },
    size,
    readRest: async () => {
      if (size() < position) position = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, position);
        if (bytesRead === 0) return;
        position += bytesRead;
        emit(splitter.take(buffer.subarray(0, bytesRead)));
      }
    },
    copyRest: (copy, offset) => {
      for (let at = offset; ; ) {
        const bytesRead = readSync(file.fd, buffer, 0, CHUNK_BYTES, at);
        if (bytesRead === 0) return;
        const bytes = buffer.subarray(0, bytesRead);
        appendFileSync(copy, bytes);
        const alreadyRead = Math.max(0, position - at);
        at += bytesRead;
        if (alreadyRead >= bytesRead) continue;
        position = at;
        emit(splitter.take(bytes.subarray(alreadyRead)));
      }
    },
    truncate: () => {
      ftruncateSync(file.fd, 0);
      position = 0;
    },
    finish: () => emit(splitter.rest()),
  };
}
