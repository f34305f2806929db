import { copyFile, mkdir, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogEvent, LogLine } from '../../contract/logs.ts';
import { type FollowedFile, followFile } from './follow-file.ts';
import { parseLogLine } from './parse-log-line.ts';
import { redact } from './redact.ts';

/** Lines held in memory. */
const keptLines = 5_000;
/** Files of runs kept in the folder, the newest. */
const keptFiles = 5;
/** A run's file is cut when it has grown over this many bytes; the one old copy keeps what was there. */
const maxFileBytes = 10 * 1024 * 1024;
/** Lines that come sooner after one another than this, in milliseconds, travel together. */
const togetherMs = 100;

/** The server's output: one append-only file a run, which the server writes by itself, and its last lines in memory. */
export interface ServerLog {
  readonly folder: string;
  /** Opens the file of a new run; the caller passes `fd` to the child and then calls `release`. */
  openRun(runId: string): Promise<{ path: string; fd: number; release(): Promise<void> }>;
  /** Reads what the run wrote last. */
  closeRun(runId: string): Promise<void>;
  lastLines(runId: string, count: number): string[];
  watch(signal?: AbortSignal): AsyncGenerator<LogEvent, void>;
}

async function removeOldFiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^server-.*\.log$/.test(name)).sort();
  for (const name of names.slice(0, Math.max(0, names.length - keptFiles + 1))) {
    await rm(join(folder, name), { force: true });
    await rm(join(folder, `${name}.old`), { force: true });
  }
}

/** The writer appends, so a file may be copied and cut under it. */
async function cutIfLarge(path: string): Promise<void> {
  if ((await stat(path)).size <= maxFileBytes) return;
  await copyFile(path, `${path}.old`);
  await truncate(path);
}

export function createServerLog(dataDir: string): ServerLog {
  const folder = join(dataDir, 'logs');
  const runs = new Map<string, FollowedFile>();
  const watchers = new Set<() => void>();
  let lines: LogLine[] = [];
  let count = 0;

  const add = (runId: string, texts: readonly string[]): void => {
    for (const text of texts) {
      count += 1;
      lines.push({ n: count, runId, ...parseLogLine(text), text: redact(text) });
    }
    if (lines.length > keptLines * 1.2) lines = lines.slice(-keptLines);
    for (const wake of watchers) wake();
  };

  return {
    folder,
    openRun: async (runId) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeOldFiles(folder);
      const path = join(folder, `server-${runId}.log`);
      const file = await open(path, 'a', 0o600);
      const onLines = (texts: string[]): void => {
        add(runId, texts);
        void cutIfLarge(path).catch(() => undefined);
      };
      runs.set(runId, await followFile(path, onLines));
      return { path, fd: file.fd, release: () => file.close() };
    },
    closeRun: async (runId) => {
      const run = runs.get(runId);
      runs.delete(runId);
      await run?.close();
    },
    lastLines: (runId, wanted) =>
      lines
        .filter((line) => line.runId === runId)
        .slice(-wanted)
        .map(({ text }) => text),
    watch: async function* (signal) {
      let wake: () => void = () => undefined;
      const onLines = () => wake();
      watchers.add(onLines);
      signal?.addEventListener('abort', onLines);
      try {
        yield { reset: true, lines: [...lines] };
        let sent = count;
        while (!signal?.aborted) {
          if (count === sent) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
            await new Promise((resolve) => setTimeout(resolve, togetherMs).unref());
            continue;
          }
          const since = sent;
          sent = count;
          yield { reset: false, lines: lines.filter(({ n }) => n > since) };
        }
      } finally {
        watchers.delete(onLines);
        signal?.removeEventListener('abort', onLines);
      }
    },
  };
}
