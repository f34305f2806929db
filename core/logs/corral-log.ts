import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';

/** Of the current file; one older file is kept. */
const MAX_BYTES = 2 * 1024 * 1024;

export interface CorralLog {
  readonly logger: Logger;
  close(): void;
}

/**
 * Corral's own log, `corral.log` in `folder` (0600). A log that can't be written never stops the app.
 * @param onLine is called with each line too, written or not
 */
export function openCorralLog(folder: string, onLine: (line: string) => void = () => undefined): CorralLog {
  const path = join(folder, 'corral.log');
  const open = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return openSync(path, 'a', 0o600);
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
      renameSync(path, `${path}.1`);
    } catch {
      // There is nowhere left to report it.
    }
  };
  return { logger: pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write }), close };
}
