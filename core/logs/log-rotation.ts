import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { appendFile, copyFile, rm } from 'node:fs/promises';
import { serverFailureText } from '../../contract/derived/catalog/en/server-failures.ts';
import type { LogReader } from './log-reader.ts';
import { copyOf, keepCopyAsFirstPart } from './rotated-parts.ts';

/** Copying a large file to a full disk again and again would only cost time. */
const RETRY_DELAY_MS = 2_000;
/** A file that can't be rotated may grow to as much as a file and its older parts would take. */
const HARD_LIMIT_FACTOR = 5;

export interface LogRotationOptions {
  readonly path: string;
  readonly reader: LogReader;
  /** A file that has grown over this is copied to an older part and emptied. */
  readonly maxBytes: number;
  /** Gets a line that couldn't be written to the file. */
  readonly onLines: (lines: string[]) => void;
}

export interface LogRotation {
  /** Rotates the file if it is too large. */
  rotateIfNeeded(): Promise<void>;
}

/** Keeps a file whose end another process appends to from growing without bounds. */
export function createLogRotation({ path, reader, maxBytes, onLines }: LogRotationOptions): LogRotation {
  let retryAt = 0;
  let hasWarned = false;

  /** Adds a line of ours among the server's, in the same form. On a full disk it is at least in memory. */
  const addLine = async (level: 'WARN' | 'ERROR', message: string): Promise<void> => {
    const line = `time=${new Date().toISOString()} level=${level} source=corral msg=${JSON.stringify(message)}`;
    await appendFile(path, `${line}\n`).catch(() => onLines([line]));
  };

  const rotate = async (): Promise<void> => {
    await copyFile(path, copyOf(path), constants.COPYFILE_FICLONE);
    // At least what the copy contains has to be read.
    await reader.readRest();
    const copy = openSync(copyOf(path), 'a');
    try {
      reader.copyRest(copy, fstatSync(copy).size);
      keepCopyAsFirstPart(path);
      reader.copyRest(copy, fstatSync(copy).size);
      reader.truncate();
    } finally {
      closeSync(copy);
    }
  };

  const handleFailure = async (error: unknown): Promise<void> => {
    retryAt = Date.now() + RETRY_DELAY_MS;
    await rm(copyOf(path), { force: true }).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    if (reader.position > maxBytes * HARD_LIMIT_FACTOR) {
      const bytes = reader.position;
      reader.truncate();
      await addLine('ERROR', serverFailureText('log.dropped', { bytes, reason }));
    } else if (!hasWarned) {
      hasWarned = true;
      await addLine('WARN', serverFailureText('log.notRotated', { reason }));
    }
  };

  return {
    rotateIfNeeded: async () => {
      if (reader.position <= maxBytes || Date.now() < retryAt) return;
      try {
        await rotate();
        hasWarned = false;
      } catch (error) {
        await handleFailure(error);
      }
    },
  };
}
