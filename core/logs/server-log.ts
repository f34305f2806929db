import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LogEvent, LogLine } from '../../contract/logs.ts';
import { cancelableStream } from '../async/cancelable-stream.ts';
import { createNotifier } from '../async/notifier.ts';
import type { OnDamaged } from '../data-folder/saved-file.ts';
import { isInternalPoll } from '../http/internal-requests.ts';
import { type FollowedFile, followFile } from './follow-file.ts';
import { createLineBuffer, type LineBuffer, type LineLimits } from './line-buffer.ts';
import { parseCorralLine, parseServerLine } from './parse-log-line.ts';
import { plainLine } from './plain-line.ts';
import { createLineRedactor } from './redact.ts';
import { openRunFile, type RunFile } from './run-files.ts';
import { createRunWords, type RunWords } from './run-words.ts';

/** What is kept in memory: a server that logs whole requests may write lines of 64 kB. */
const MEMORY_LIMITS: LineLimits = { lines: 5_000, characters: 8_000_000 };
/** A run's file is copied to an older part and emptied when it has grown over this. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Lines that follow one another within this time are sent together. */
const BATCH_WINDOW_MS = 100;

/**
 * The server's output: one append-only file per run, which the server writes itself, and its newest lines in memory, with
 * Corral's own among them. In memory secrets are redacted, and Corral's own polls of the server are left out.
 */
export interface ServerLog {
  readonly folder: string;
  /** Opens the file of a new run; the caller passes `fd` to the child and then calls `release`. */
  openRun(runId: string): Promise<RunFile>;
  /**
   * Reads the end of the file of a run that began under an earlier host, and follows it.
   * @throws the system's error when the file can't be opened
   */
  followRun(runId: string, path: string): Promise<void>;
  /** Reads what the run wrote last. */
  closeRun(runId: string): Promise<void>;
  /** Adds a line of Corral's own log, as pino writes it. */
  addCorralLine(json: string): void;
  /** What the run wrote last, oldest first, secrets redacted. */
  lastLines(runId: string, count: number): string[];
  /** What the newest run said first, last, and as its last words, oldest first, secrets redacted; `gap` words lines left out. */
  runWords(runId: string, gap: (count: number) => string): string[];
  /** Every line in memory, oldest first. */
  recentLines(): readonly LogLine[];
  /** First the lines in memory, then new ones; lines that a slow reader missed are dropped. */
  watch(signal?: AbortSignal): AsyncGenerator<LogEvent, void>;
}

interface LogSource {
  readonly buffer: LineBuffer;
  readonly subscribers: Set<() => void>;
  readonly unreadable: () => string | null;
}

async function* logFeed(source: LogSource, signal: AbortSignal): AsyncGenerator<LogEvent, void> {
  const { buffer, subscribers } = source;
  const notifier = createNotifier(signal);
  subscribers.add(notifier.notify);
  try {
    let sent = buffer.last;
    let unreadable = source.unreadable();
    yield { reset: true, lines: buffer.all(), unreadable };
    while (await notifier.wait()) {
      await delay(BATCH_WINDOW_MS, undefined, { signal, ref: false }).catch(() => undefined);
      const lines = buffer.after(sent);
      const hasChanged = lines.length > 0 || unreadable !== source.unreadable();
      sent = buffer.last;
      unreadable = source.unreadable();
      if (hasChanged) yield { reset: false, lines, unreadable };
    }
  } finally {
    subscribers.delete(notifier.notify);
    notifier.close();
  }
}

/**
 * @param dataDir the files are in its folder `logs`, which is created with the first run
 * @param onDamaged is called when that isn't a folder that can be used
 */
export function createServerLog(dataDir: string, onDamaged: OnDamaged = () => undefined): ServerLog {
  const folder = join(dataDir, 'logs');
  const buffer = createLineBuffer(MEMORY_LIMITS);
  const runs = new Map<string, FollowedFile>();
  const subscribers = new Set<() => void>();
  let newest: { readonly runId: string; readonly words: RunWords } | null = null;
  const redactOwn = createLineRedactor();
  let unreadable: string | null = null;

  const notifyAll = (): void => {
    for (const notify of subscribers) notify();
  };
  const add = (lines: readonly Omit<LogLine, 'n'>[]): void => {
    buffer.add(lines);
    notifyAll();
  };
  const setUnreadable = (path: string | null): void => {
    unreadable = path;
    notifyAll();
  };
  const follow = async (runId: string, path: string, fromTail: boolean): Promise<void> => {
    const redact = createLineRedactor();
    const words = createRunWords();
    newest = { runId, words };
    const onLines = (texts: string[]): void => {
      const kept = texts.map(plainLine).filter((text) => !isInternalPoll(text));
      const lines = kept.map((text) => ({ ...parseServerLine(text), text: redact(text) }));
      for (const { text } of lines) words.add(text);
      add(lines.map((line) => ({ source: 'server', runId, ...line })));
    };
    const onReadable = (isReadable: boolean): void => setUnreadable(isReadable ? null : path);
    try {
      runs.set(runId, await followFile(path, { onLines, maxBytes: MAX_FILE_BYTES, fromTail, onReadable }));
      setUnreadable(null);
    } catch (error) {
      setUnreadable(path);
      throw error;
    }
  };

  return {
    folder,
    openRun: async (runId) => {
      const file = await openRunFile(folder, runId, onDamaged);
      // A server whose output can't be read runs as well as any other; the page shows it.
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
      const line = parseCorralLine(json);
      if (line !== null) add([{ source: 'corral', runId: '', ...line, text: redactOwn(line.text) }]);
    },
    lastLines: (runId, count) => buffer.lastOf(runId, count),
    runWords: (runId, gap) => (newest?.runId === runId ? newest.words.lines(gap) : []),
    recentLines: buffer.all,
    watch: (signal) =>
      cancelableStream((end) => logFeed({ buffer, subscribers, unreadable: () => unreadable }, end), signal),
  };
}
