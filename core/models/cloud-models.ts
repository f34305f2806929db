import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { modelKey } from './model-name.ts';

export interface CloudModelsOptions {
  readonly store: Pick<SnapshotStore, 'get'>;
  /** Reads the list of installed models anew. */
  readonly refresh: () => Promise<void>;
}

/** Which of the installed models run on another company's computers. One that isn't in the list yet is looked for again. */
export const createCloudModels = ({ store, refresh }: CloudModelsOptions) => {
  const find = (name: string) => {
    const wanted = modelKey(name);
    return store.get().models.installed.find((model) => modelKey(model.name) === wanted);
  };
  return {
    async isCloud(name: string): Promise<boolean> {
      const known = find(name);
      if (known) return known.remoteHost !== null;
      await refresh();
      return (find(name)?.remoteHost ?? null) !== null;
    },
  };
};
