import { expectedError } from '../expected-error.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { classifyPullError, pullFailure } from './classify-pull-error.ts';
import { modelKey, parseModelName } from './model-name.ts';
import { newPullEntry, type PullEntry, pullView } from './pull-entry.ts';
import { isStreamCut, pullLines } from './pull-lines.ts';
import { pullOutlook } from './pull-outlook.ts';
import { afterLine, reconnected } from './pull-progress.ts';
import { throttle } from './throttle.ts';

/** Progress is drawn at most ten times a second. */
const PUBLISH_EVERY_MS = 100;
/** A server that drops the connection this often without a byte in between won't be asked again by itself. */
const MAX_LOSSES = 5;
/** The server may look up for a moment after it has gone, until its exit is known. */
const RETRY_AFTER_MS = 500;

export interface PullsOptions {
  readonly store: SnapshotStore;
  readonly endpoint: () => Endpoint | null;
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
  close(): void;
}

/** The downloads. They live here, so that no page that closes can end them, and go on by themselves after the server restarted. */
export const createPulls = ({ store, endpoint, onFinished }: PullsOptions): Pulls => {
  const entries = new Map<string, PullEntry>();
  const publish = throttle(PUBLISH_EVERY_MS, () => store.set('pulls', [...entries.values()].map(pullView)));

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
    entry.progress = { ...entry.progress, phase: 'waiting for the server' };
    publish.now();
    if (pullOutlook(store.get().server) !== 'go') follow();
    else if (entry.losses > MAX_LOSSES) fail(entry, pullFailure('interrupted'));
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
  /** Looks after the pulls that have lost their server. */
  const follow = () => {
    const outlook = pullOutlook(store.get().server);
    for (const entry of entries.values()) {
      if (entry.state !== 'running' || entry.connection) continue;
      if (outlook === 'go') go(entry);
      else if (outlook === 'giveUp') fail(entry, pullFailure('serverStopped'));
    }
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
    close() {
      unsubscribe();
      for (const entry of entries.values()) disconnect(entry);
      publish.cancel();
    },
  };
};
