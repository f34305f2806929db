import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LogEvent, LogLine } from '../../contract/logs.ts';
import { endableFeed } from '../endable-feed.ts';
import { createWaker } from '../waker.ts';
import { type FollowedFile, followFile } from './follow-file.ts';
import { parseLogLine } from './parse-log-line.ts';
import { redact } from './redact.ts';
import { openRunFile, type RunFile } from './run-files.ts';

/** Lines held in memory. */
const keptLines = 5_000;
/** A run's file is cut when it has grown over this many bytes. */
const maxFileBytes = 10 * 1024 * 1024;
/** Lines that come sooner after one another than this, in milliseconds, travel together. */
const togetherMs = 100;

/** The server's output: one append-only file a run, which the server writes by itself, and its last lines in memory. */
export interface ServerLog {
  readonly folder: string;
  /** Opens the file of a new run; the caller passes `fd` to the child and then calls `release`. */
  openRun(runId: string): Promise<RunFile>;
  /** Reads what the run wrote last. */
  closeRun(runId: string): Promise<void>;
  /** What the run wrote last, oldest first, secrets hidden. */
  lastLines(runId: string, count: number): string[];
  /** First the lines in memory, then new ones; lines that a slow reader missed are gone. */
  watch(signal?: AbortSignal): AsyncGenerator<LogEvent, void>;
}

/** @param dataDir the files go to its folder `logs`, which is made with the first run */
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

  async function* feed(signal: AbortSignal): AsyncGenerator<LogEvent, void> {
    const waker = createWaker(signal);
    watchers.add(waker.wake);
    try {
      let sent = count;
      yield { reset: true, lines: lines.slice(-keptLines) };
      while (await waker.wait()) {
        await delay(togetherMs, undefined, { signal, ref: false }).catch(() => undefined);
        const news = lines.filter(({ n }) => n > sent);
        sent = count;
        if (news.length > 0) yield { reset: false, lines: news };
      }
    } finally {
      watchers.delete(waker.wake);
      waker.close();
    }
  }

  return {
    folder,
    openRun: async (runId) => {
      const file = await openRunFile(folder, runId);
      runs.set(runId, await followFile(file.path, { onLines: (texts) => add(runId, texts), maxBytes: maxFileBytes }));
      return file;
    },
    closeRun: async (runId) => {
      const run = runs.get(runId);
      runs.delete(runId);
      await run?.close();
    },
    lastLines: (runId, wanted) =>
      lines
        .filter((line) => line.runId === runId && line.text.trim() !== '')
        .slice(-wanted)
        .map(({ text }) => text),
    watch: (signal) => endableFeed(feed, signal),
  };
}
