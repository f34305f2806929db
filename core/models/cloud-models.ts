import { modelKey } from '../../contract/derived/model-name.ts';
import type { InstalledModel } from '../../contract/models.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import type { ModelLists } from './model-lists.ts';

/** A list that is older is read again beside what is asked: others pull too, with the server's own command line for one. */
const SERVES_MS = 5_000;
/** The server may finish what nobody waits for any more: it doesn't stop verifying what it has downloaded. */
const GOES_ON_MS = 600_000;

export interface CloudModelsOptions {
  readonly store: Pick<SnapshotStore, 'get'>;
  readonly lists: Pick<ModelLists, 'readInstalled' | 'installedAsOf'>;
}

/** What requests did to one name. */
interface Change {
  running: number;
  /** Lists that were read before then say nothing of it, by `performance.now()`. */
  until: number;
}

/** Which models run on another company's computers, as far as the list of installed ones can be trusted. */
export function createCloudModels({ store, lists }: CloudModelsOptions) {
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
    // A list from before the server was away says nothing of what it has now.
    if (lists.installedAsOf() === Number.NEGATIVE_INFINITY) return false;
    const change = changes.get(key);
    return !change || isSettled(change);
  };
  const readBeside = async () => {
    if (isReading) return;
    isReading = true;
    await lists.readInstalled();
    isReading = false;
  };

  return {
    /** null where the list can't tell. */
    async isCloud(name: string): Promise<boolean | null> {
      const key = modelKey(name);
      const known = find(key);
      if (known && isListed(key)) {
        if (performance.now() - lists.installedAsOf() > SERVES_MS) void readBeside();
        return known.remoteHost !== null;
      }
      if (changes.get(key)?.running) return null;
      const asked = performance.now();
      await lists.readInstalled();
      if (lists.installedAsOf() < asked || !isListed(key)) return null;
      return (find(key)?.remoteHost ?? null) !== null;
    },
    /** A request that may change what a name stands for begins; to be told when it is over, and whether its answer was heard to the end. */
    changing(name: string): (wasHeard: boolean) => void {
      for (const [key, change] of changes) if (isSettled(change)) changes.delete(key);
      const key = modelKey(name);
      const change = changes.get(key) ?? { running: 0, until: Number.NEGATIVE_INFINITY };
      changes.set(key, change);
      change.running += 1;
      return (wasHeard) => {
        change.running -= 1;
        change.until = Math.max(change.until, performance.now() + (wasHeard ? 0 : GOES_ON_MS));
      };
    },
  };
}
