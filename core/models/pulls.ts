import { canonicalModelName, modelKey, parseModelName } from '../../contract/derived/model-name.ts';
import { isResponding } from '../../contract/derived/server-state.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { invalidName } from '../../contract/invalid-name.ts';
import { throttle } from '../async/throttle.ts';
import { showDamage } from '../data-folder/damage-notice.ts';
import type { Endpoint } from '../ollama/endpoint.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { newPullEntry, type PullEntry, pullView, restoredPullEntry, savedPull } from './pull-entry.ts';
import { openPullFile } from './pull-file.ts';
import { createPullRequests } from './pull-requests.ts';
import { type PullEffect, type PullEvent, pullTransition } from './pull-transition.ts';

/** Progress is published at most ten times a second. */
const PUBLISH_INTERVAL_MS = 100;
/** How old the saved figures may be when Corral is killed; the list itself is saved at once. */
const SAVE_INTERVAL_MS = 2_000;
/** After its exit the server still counts as running for a moment, until the exit is noticed. */
const RETRY_DELAY_MS = 500;

export interface PullsOptions {
  readonly store: SnapshotStore;
  /** Where `pulls.json` is kept. */
  readonly dataDir: string;
  /** Where the server is reached; null while nothing responds. */
  readonly endpoint: () => Endpoint | null;
  /** Called with each line of progress, which shows that the server is alive. */
  readonly onProgress: () => void;
  /** A model was installed. */
  readonly onFinished: () => void;
}

export interface Pulls {
  /**
   * Starts a pull of the model that `name` means (see `parseModelName`) and gives its id; one of that model in progress is joined, a paused or failed one is resumed.
   * @throws INVALID_NAME when no model can have that name
   * @throws SERVER_NOT_RUNNING when nothing responds
   */
  start(name: string): string;
  pause(id: string): void;
  /** @throws SERVER_NOT_RUNNING when nothing responds */
  resume(id: string): void;
  /** Removes it from the list. What was downloaded stays on disk until the server prunes it. */
  cancel(id: string): void;
  /** Resolves when the list is saved; running pulls resume in the next session. */
  close(): Promise<void>;
}

/** The list of pulls in memory, in the `pulls` slice and in `pulls.json`, the latter two each at their own pace. */
function openPullList({ store, dataDir }: Pick<PullsOptions, 'store' | 'dataDir'>) {
  const file = openPullFile(dataDir, showDamage(store));
  const entries = new Map(file.read().map((saved) => [saved.id, restoredPullEntry(saved)]));
  const write = () => file.write([...entries.values()].map(savedPull));
  const publish = throttle(PUBLISH_INTERVAL_MS, () => store.set('pulls', [...entries.values()].map(pullView)));
  const save = throttle(SAVE_INTERVAL_MS, () => void write());
  publish.now();

  return {
    entries,
    /** A pull was added, removed or changed its state. */
    changed(): void {
      publish.now();
      save.now();
    },
    /** The figures have moved. */
    progressed(): void {
      publish.soon();
      save.soon();
    },
    /** Resolves when the list is saved; nothing is published any more. */
    close(): Promise<void> {
      publish.cancel();
      save.cancel();
      return write();
    },
  };
}

/**
 * The downloads. They are core's, so closing a page doesn't end them. Without a server, running pulls wait for one, however long and
 * for whatever reason it is away, also over a restart of Corral.
 */
export function createPulls({ store, dataDir, endpoint, onProgress, onFinished }: PullsOptions): Pulls {
  const list = openPullList({ store, dataDir });
  const { entries } = list;
  const serverResponds = () => isResponding(store.get().server.actual.state);
  const requests = createPullRequests({ endpoint, report: dispatch, serverResponds, onProgress });
  let closed = false;

  function dispatch(id: string, event: PullEvent): void {
    const before = entries.get(id);
    if (closed || !before) return;
    const { entry, effects } = pullTransition(before, event);
    if (entry) entries.set(id, entry);
    else entries.delete(id);
    for (const effect of effects) perform(effect, before);
  }
  function perform(effect: PullEffect, entry: PullEntry): void {
    if (effect === 'connect') requests.connect(entry);
    else if (effect === 'disconnect') requests.disconnect(entry.id);
    else if (effect === 'retryLater') setTimeout(resumeWaiting, RETRY_DELAY_MS).unref();
    else if (effect === 'publish') list.changed();
    else if (effect === 'publishProgress') list.progressed();
    else onFinished();
  }
  /** Connects the running pulls that wait for the server. */
  function resumeWaiting(): void {
    if (!serverResponds() || !endpoint()) return;
    for (const id of [...entries.keys()]) dispatch(id, { type: 'serverAvailable' });
  }
  function resume(entry: PullEntry): void {
    if (entry.state !== 'running' && !endpoint()) throw expectedError('SERVER_NOT_RUNNING');
    entries.set(entry.id, entry);
    dispatch(entry.id, { type: 'resume' });
  }
  const unsubscribe = store.subscribe((slice) => {
    if (slice === 'server') resumeWaiting();
  });

  return {
    start(text) {
      const name = parseModelName(text);
      if (!name) throw invalidName(text);
      const key = modelKey(canonicalModelName(name));
      const entry = [...entries.values()].find((known) => modelKey(known.name) === key) ?? newPullEntry(name);
      resume(entry);
      return entry.id;
    },
    pause: (id) => dispatch(id, { type: 'pause' }),
    resume(id) {
      const entry = entries.get(id);
      if (entry) resume(entry);
    },
    cancel: (id) => dispatch(id, { type: 'cancel' }),
    close() {
      closed = true;
      unsubscribe();
      requests.closeAll();
      return list.close();
    },
  };
}
