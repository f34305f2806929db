import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { codeOf, type FileProblem, problemOf } from './file-problem.ts';

/** A file's text, why it can't be read, or that there is none. */
export type FileText = { readonly text: string } | { readonly problem: FileProblem } | 'missing';

/** Opening a FIFO or a device without O_NONBLOCK could wait forever, with the whole process. */
const NEVER_WAIT = constants.O_NONBLOCK | constants.O_NOCTTY;

/** Whether there is anything of that name, such as a link that leads nowhere. */
export function nameExists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Why an open file can't be read as one; null when it can. */
function problemOfOpen(file: number, maxBytes: number): FileProblem | null {
  const info = fstatSync(file);
  if (info.isDirectory()) return 'folder';
  if (!info.isFile()) return 'notAFile';
  return info.size > maxBytes ? 'tooLarge' : null;
}

function readAll(file: number, maxBytes: number): FileText {
  const problem = problemOfOpen(file, maxBytes);
  if (problem !== null) return { problem };
  // A byte more, to see that the file hasn't grown meanwhile.
  const buffer = Buffer.alloc(Math.min(fstatSync(file).size, maxBytes) + 1);
  let length = 0;
  for (;;) {
    const bytesRead = readSync(file, buffer, length, buffer.length - length, null);
    length += bytesRead;
    if (bytesRead === 0) return { text: buffer.toString('utf8', 0, length) };
    if (length === buffer.length) return { problem: 'damaged' };
  }
}

/** Reads a regular file of at most `maxBytes`, also through a link. Never waits for another process and never throws. */
export function readBounded(path: string, maxBytes: number): FileText {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | NEVER_WAIT);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && !nameExists(path)) return 'missing';
    return { problem: problemOf(error) };
  }
  try {
    return readAll(file, maxBytes);
  } catch (error) {
    return { problem: problemOf(error) };
  } finally {
    closeSync(file);
  }
}

/** Why a file can't be opened for reading and writing; null when it can, or when there is none. */
export function fileProblem(path: string): FileProblem | null {
  try {
    const file = openSync(path, constants.O_RDWR | NEVER_WAIT);
    try {
      return problemOfOpen(file, Number.POSITIVE_INFINITY);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return codeOf(error) === 'ENOENT' && !nameExists(path) ? null : problemOf(error);
  }
}
