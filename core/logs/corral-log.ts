import { closeSync, constants, fstatSync, openSync, renameSync, statSync, truncateSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Logger, pino } from 'pino';
import { ensureFolder } from '../data-folder/ensure-folder.ts';
import { fileProblem } from '../data-folder/read-bounded.ts';
import type { OnDamaged } from '../data-folder/saved-file.ts';
import { setAside } from '../data-folder/set-aside.ts';

/** Of the current file; one older file is kept. */
const MAX_BYTES = 2 * 1024 * 1024;
/** A file that can't be rotated may grow to this many times as much. */
const HARD_LIMIT_FACTOR = 5;

export interface CorralLog {
  readonly logger: Logger;
  close(): void;
}

export interface CorralLogOptions {
  /** Is called with each line too, written or not. */
  readonly onLine?: (line: string) => void;
  readonly onDamaged?: OnDamaged;
}

/** Opens the file to append to it; what can't be opened as one is moved aside. Never waits, as opening a FIFO would. */
function openToAppend(path: string, onDamaged: OnDamaged): number {
  const problem = fileProblem(path);
  if (problem !== null) onDamaged({ file: basename(path), problem, aside: setAside(path) });
  return openSync(path, constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NONBLOCK, 0o600);
}

/** Makes the file the older one. Where that can't be replaced, the file grows to its hard limit and is then emptied. */
function rotate(path: string): void {
  try {
    renameSync(path, `${path}.1`);
  } catch {
    if (statSync(path).size > MAX_BYTES * HARD_LIMIT_FACTOR) truncateSync(path);
  }
}

/** Corral's own log, `corral.log` in `folder` (0600). A log that can't be written never stops the app. */
export function openCorralLog(folder: string, options: CorralLogOptions = {}): CorralLog {
  const { onLine = () => undefined, onDamaged = () => undefined } = options;
  const path = join(folder, 'corral.log');
  const open = () => {
    ensureFolder(folder, onDamaged);
    return openToAppend(path, onDamaged);
  };
  let file: number | null = null;
  const close = () => {
    if (file !== null) closeSync(file);
    file = null;
  };
  const write = (line: string) => {
    onLine(line);
    try {
      file ??= open();
      writeSync(file, line);
      if (fstatSync(file).size < MAX_BYTES) return;
      close();
      rotate(path);
    } catch {
      // There is nowhere left to report it.
    }
  };
  return { logger: pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write }), close };
}
