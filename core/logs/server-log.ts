import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LogEvent, LogLine } from '../../contract/logs.ts';
import { cancelableStream } from '../async/cancelable-stream.ts';
import { createNotifier } from '../async/notifier.ts';
import { isInternalPoll } from '../http/internal-polls.ts';
import { corralLine } from './corral-line.ts';
import { type FollowedFile, type FollowOptions, followFile } from './follow-file.ts';
import { lineRingBuffer, type MemoryLimits } from './line-buffer.ts';
import { parseLogLine } from './parse-log-line.ts';
import { createLineRedactor } from './redact.ts';
import { openRunFile, type RunFile } from './run-files.ts';

/** What is held in memory: a server that logs whole requests may write lines of 64 kB. */
const kept: MemoryLimits = { lines: 5_000, characters: 8_000_000 };
/** How much more there may be for a while, so that lines are seldom dropped. */
const slack = 1.2;
/** A run's file is copied to an older part and cut when it has grown over this many bytes. */
const maxFileBytes = 10 * 1024 * 1024;
/** Lines that come sooner after one another than this, in milliseconds, travel together. */
const batchWindowMs = 100;

/**
 * The server's output: one append-only file a run, which the server writes by itself, and its last lines in memory, with
 * Corral's own among them. Secrets are hidden in memory, and Corral's own questions to the server are left out of it.
 */
export interface ServerLog {
  readonly folder: string;
  /** Opens the file of a new run; the caller passes `fd` to the child and then calls `release`. */
  openRun(runId: string): Promise<RunFile>;
  /** Reads the end of the file of a run that began in an earlier life of Corral, and follows it. Rejects where it can't be read. */
  followRun(runId: string, path: string): Promise<void>;
  /** Reads what the run wrote last. */
  closeRun(runId: string): Promise<void>;
  /** Takes in a line of Corral's own log, as pino writes it. */
  addCorralLine(json: string): void;
  /** What the run wrote last, oldest first, secrets hidden. */
  lastLines(runId: string, count: number): string[];
  /** Every line in memory, oldest first. */
  recentLines(): readonly LogLine[];
  /** First the lines in memory, then new ones; lines that a slow reader missed are gone. */
  watch(signal?: AbortSignal): AsyncGenerator<LogEvent, void>;
}

/** @param dataDir the files go to its folder `logs`, which is made with the first run */
export function createServerLog(dataDir: string): ServerLog {
  const folder = join(dataDir, 'logs');
  const runs = new Map<string, FollowedFile>();
  const watchers = new Set<() => void>();
  const redactOwn = createLineRedactor();
  let lines: LogLine[] = [];
  let characters = 0;
  let count = 0;
  let unreadable: string | null = null;

  const wakeAll = (): void => {
    for (const wake of watchers) wake();
  };
  const add = (news: readonly Omit<LogLine, 'n'>[]): void => {
    for (const line of news) {
      count += 1;
      lines.push({ n: count, ...line });
      characters += line.text.length;
    }
    if (lines.length > kept.lines * slack || characters > kept.characters * slack) {
      lines = lineRingBuffer(lines, kept);
      characters = lines.reduce((sum, { text }) => sum + text.length, 0);
    }
    wakeAll();
  };
  const setUnreadable = (path: string | null): void => {
    unreadable = path;
    wakeAll();
  };

  const follow = async (runId: string, path: string, fromTail: boolean): Promise<void> => {
    const redact = createLineRedactor();
    const onLines: FollowOptions['onLines'] = (texts) => {
      const shown = texts.filter((text) => !isInternalPoll(text));
      add(shown.map((text) => ({ source: 'server', runId, ...parseLogLine(text), text: redact(text) })));
    };
    const onReadable = (readable: boolean): void => setUnreadable(readable ? null : path);
    try {
      runs.set(runId, await followFile(path, { onLines, maxBytes: maxFileBytes, fromTail, onReadable }));
      setUnreadable(null);
    } catch (error) {
      setUnreadable(path);
      throw error;
    }
  };

  async function* feed(signal: AbortSignal): AsyncGenerator<LogEvent, void> {
    const waker = createNotifier(signal);
    watchers.add(waker.wake);
    try {
      let sent = count;
      let told = unreadable;
      yield { reset: true, lines: lineRingBuffer(lines, kept), unreadable };
      while (await waker.wait()) {
        await delay(batchWindowMs, undefined, { signal, ref: false }).catch(() => undefined);
        const news = lines.filter(({ n }) => n > sent);
        const isNews = news.length > 0 || told !== unreadable;
        sent = count;
        told = unreadable;
        if (isNews) yield { reset: false, lines: news, unreadable };
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
      // A server whose words can't be read back runs as well as any other; the page says it.
      await follow(runId, file.path, false).catch(() => undefined);
      return file;
    },
    followRun: (runId, path) => follow(runId, path, true),
    closeRun: async (runId) => {
      const run = runs.get(runId);
      runs.delete(runId);
      await run?.close();
    },
    addCorralLine: (json) => {
      const line = corralLine(json);
      if (line !== null) add([{ source: 'corral', runId: '', ...line, text: redactOwn(line.text) }]);
    },
    lastLines: (runId, desired) =>
      lines
        .filter((line) => line.runId === runId && line.text.trim() !== '')
        .slice(-desired)
        .map(({ text }) => text),
    recentLines: () => lineRingBuffer(lines, kept),
    watch: (signal) => cancelableStream(feed, signal),
  };
}
