import { modelKey } from '../../contract/derived/model-name.ts';
import type { InstalledModel } from '../../contract/models.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { ModelLists } from './model-lists.ts';

/** An older list is read again in the background: other apps pull models too, such as Ollama's own command line. */
const LIST_MAX_AGE_MS = 5_000;
/** The server may still finish a request whose client has disconnected: it doesn't stop verifying a download. */
const ABANDONED_CHANGE_MS = 600_000;

export interface CloudModelsOptions {
  readonly store: Pick<SnapshotStore, 'get'>;
  readonly lists: Pick<ModelLists, 'readInstalled' | 'installedAsOf'>;
}

export interface CloudModels {
  /** Whether the model runs on another company's computers; null when the list of installed models can't tell. */
  isCloud(name: string): Promise<boolean | null>;
  /**
   * Marks the start of a request that may change what a name refers to. Call the returned function when the request is over,
   * with whether its response was received completely.
   */
  changing(name: string): (wasReceived: boolean) => void;
}

/** Requests that may have changed what one name refers to. */
interface Change {
  running: number;
  /** A list read before then doesn't show the change; by `performance.now()`. */
  until: number;
}

/** Which models are cloud models, as far as the list of installed ones is up to date. */
export function createCloudModels({ store, lists }: CloudModelsOptions): CloudModels {
  const changes = new Map<string, Change>();
  let index: { readonly of: readonly InstalledModel[]; readonly byKey: ReadonlyMap<string, InstalledModel> } | null =
    null;
  let isReading = false;

  const find = (key: string): InstalledModel | undefined => {
    const { installed } = store.get().models;
    if (index?.of !== installed) {
      index = { of: installed, byKey: new Map(installed.map((model) => [modelKey(model.name), model])) };
    }
    return index.byKey.get(key);
  };
  /** Whether the list was read since the name last changed. */
  const isSettled = ({ running, until }: Change) => running === 0 && lists.installedAsOf() > until;
  const isListed = (key: string): boolean => {
    // A list from before a restart of the server doesn't show what it has now.
    if (lists.installedAsOf() === Number.NEGATIVE_INFINITY) return false;
    const change = changes.get(key);
    return !change || isSettled(change);
  };
  const readInBackground = async () => {
    if (isReading) return;
    isReading = true;
    await lists.readInstalled();
    isReading = false;
  };

  return {
    async isCloud(name) {
      const key = modelKey(name);
      const known = find(key);
      if (known && isListed(key)) {
        if (performance.now() - lists.installedAsOf() > LIST_MAX_AGE_MS) void readInBackground();
        return known.remoteHost !== null;
      }
      if (changes.get(key)?.running) return null;
      const requestedAt = performance.now();
      await lists.readInstalled();
      if (lists.installedAsOf() < requestedAt || !isListed(key)) return null;
      return (find(key)?.remoteHost ?? null) !== null;
    },
    changing(name) {
      for (const [key, change] of changes) if (isSettled(change)) changes.delete(key);
      const key = modelKey(name);
      const change = changes.get(key) ?? { running: 0, until: Number.NEGATIVE_INFINITY };
      changes.set(key, change);
      change.running += 1;
      return (wasReceived) => {
        change.running -= 1;
        change.until = Math.max(change.until, performance.now() + (wasReceived ? 0 : ABANDONED_CHANGE_MS));
      };
    },
  };
}
