import { modelKey, parseModelName } from '../../contract/derived/model-name.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { throttle } from '../async/throttle.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { classifyPullError, pullFailure } from './classify-pull-error.ts';
import {
  newPullEntry,
  type PullEntry,
  pullView,
  restoredPullEntry,
  savedPull,
  waitingForServer,
} from './pull-entry.ts';
import { openPullFile } from './pull-file.ts';
import { isStreamCut, pullLines } from './pull-lines.ts';
import { afterLine, reconnected } from './pull-progress.ts';

/** Progress is drawn at most ten times a second. */
const PUBLISH_EVERY_MS = 100;
/** How much of the figures a Corral that is killed may lose; who is on the list is saved at once. */
const SAVE_EVERY_MS = 2_000;
/** A server that drops the connection this often without a byte in between won't be asked again by itself. */
const MAX_LOSSES = 5;
/** The server may look up for a moment after it has gone, until its exit is known. */
const RETRY_AFTER_MS = 500;

export interface PullsOptions {
  readonly store: SnapshotStore;
  /** Where the list is kept between two lives of Corral. */
  readonly dataDir: string;
  readonly endpoint: () => Endpoint | null;
  /** The server has said how far a pull is: it lives. */
  readonly onProgress?: () => void;
  /** A model has come. */
  readonly onFinished: () => void;
}

export interface Pulls {
  /** Begins a pull and gives its id; one of that model under way is joined, a paused or failed one goes on. Throws INVALID_NAME, SERVER_NOT_RUNNING. */
  start(name: string): string;
  pause(id: string): void;
  /** Throws SERVER_NOT_RUNNING. */
  resume(id: string): void;
  /** Stops it and takes it off the list. What is downloaded stays on the disk; the server clears it away in time. */
  cancel(id: string): void;
  /** Whether any pull is neither finished nor cancelled, so that its partial files are still needed. */
  unfinished(): boolean;
  /** Resolves when the pulls are saved as they are: those that run go on in the next life of Corral. */
  close(): Promise<void>;
}

/**
 * The downloads. They live here, so that no page that closes can end them. Without a server those that run wait for one,
 * however long and whyever it is away, over a restart of Corral too.
 */
export function createPulls({ store, dataDir, endpoint, onProgress, onFinished }: PullsOptions): Pulls {
  const file = openPullFile(dataDir);
  const entries = new Map(file.read().map((saved) => [saved.id, restoredPullEntry(saved)]));
  let closed = false;
  const list = throttle(PUBLISH_EVERY_MS, () => store.set('pulls', [...entries.values()].map(pullView)));
  const write = () => file.write([...entries.values()].map(savedPull));
  const save = throttle(SAVE_EVERY_MS, () => void write());
  const publish = {
    /** The figures have moved. */
    soon() {
      list.soon();
      save.soon();
    },
    /** A pull has come, gone or changed its state. */
    now() {
      list.now();
      save.now();
    },
  };
  const serverAnswers = () => ['running', 'external'].includes(store.get().server.actual.state);

  const disconnect = (entry: PullEntry) => {
    entry.connection?.abort();
    entry.connection = null;
  };
  const fail = (entry: PullEntry, failure: PullEntry['failure']) => {
    Object.assign(entry, { state: 'failed', failure });
    publish.now();
  };
  const onCut = (entry: PullEntry) => {
    entry.losses += 1;
    entry.progress = { ...entry.progress, phase: waitingForServer };
    publish.now();
    // Where it doesn't answer any more, its return is heard of.
    if (!serverAnswers()) return;
    if (entry.losses > MAX_LOSSES) fail(entry, pullFailure('interrupted'));
    else setTimeout(follow, RETRY_AFTER_MS).unref();
  };
  const onError = (entry: PullEntry, error: unknown) => {
    if (isStreamCut(error)) onCut(entry);
    else fail(entry, classifyPullError(error instanceof Error ? error.message : String(error)));
  };
  const connect = async (entry: PullEntry, target: Endpoint) => {
    const connection = new AbortController();
    Object.assign(entry, { connection, progress: reconnected(entry.progress) });
    try {
      for await (const line of pullLines(target, entry.request, connection.signal)) {
        if (connection.signal.aborted) return;
        onProgress?.();
        const before = entry.progress.completedBytes;
        entry.progress = afterLine(entry.progress, line, performance.now());
        if (entry.progress.completedBytes > before) entry.losses = 0;
        publish.soon();
      }
      entries.delete(entry.id);
      publish.now();
      onFinished();
    } catch (error) {
      if (connection.signal.aborted) return;
      entry.connection = null;
      onError(entry, error);
    }
  };
  const go = (entry: PullEntry) => {
    const target = endpoint();
    if (!target) return;
    disconnect(entry);
    Object.assign(entry, { state: 'running', failure: null });
    void connect(entry, target);
    publish.now();
  };
  /** Looks after the pulls that wait for a server. */
  const follow = () => {
    if (closed || !serverAnswers()) return;
    for (const entry of entries.values()) if (entry.state === 'running' && !entry.connection) go(entry);
  };
  const demandServer = () => {
    if (!endpoint()) throw expectedError('SERVER_NOT_RUNNING');
  };
  const restart = (entry: PullEntry) => {
    if (entry.state === 'running') return;
    demandServer();
    entry.losses = 0;
    go(entry);
  };

  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'server') follow();
  });
  list.now();

  return {
    start(text) {
      const name = parseModelName(text);
      if (!name) throw expectedError('INVALID_NAME', { name: text });
      const known = [...entries.values()].find((entry) => modelKey(entry.name) === modelKey(text));
      if (known) {
        restart(known);
        return known.id;
      }
      demandServer();
      const entry = newPullEntry(name);
      entries.set(entry.id, entry);
      go(entry);
      return entry.id;
    },
    pause(id) {
      const entry = entries.get(id);
      if (entry?.state !== 'running') return;
      disconnect(entry);
      entry.state = 'paused';
      publish.now();
    },
    resume(id) {
      const entry = entries.get(id);
      if (entry) restart(entry);
    },
    cancel(id) {
      const entry = entries.get(id);
      if (!entry) return;
      disconnect(entry);
      entries.delete(id);
      publish.now();
    },
    unfinished: () => entries.size > 0,
    close() {
      closed = true;
      unsubscribe();
      for (const entry of entries.values()) disconnect(entry);
      list.cancel();
      save.cancel();
      return write();
    },
  };
}
