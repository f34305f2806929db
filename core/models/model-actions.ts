import { canonicalModelName, modelKey, parseModelName } from '../../contract/derived/model-name.ts';
import { expectedError } from '../../contract/expected-error.ts';
import type { ModelDetails } from '../../contract/models.ts';
import { ollamaClient } from '../ollama/ollama-client.ts';
import type { Endpoint } from '../ollama/probe-version.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { modelDetails } from './model-details.ts';
import { modelFailure } from './model-failure.ts';
import { loadModel, requestUnload, waitUntilUnloaded } from './model-memory.ts';

export interface ModelActionsOptions {
  readonly store: SnapshotStore;
  readonly endpoint: () => Endpoint | null;
  readonly refresh: () => Promise<void>;
}

/** Each throws SERVER_NOT_RUNNING, MODEL_NOT_FOUND, INVALID_NAME or OLLAMA_FAILED. */
export interface ModelActions {
  remove(name: string): Promise<void>;
  duplicate(name: string, newName: string): Promise<void>;
  /** Resolves when the model is in memory; a load under way is joined. */
  load(name: string): Promise<void>;
  unload(name: string): Promise<void>;
  show(name: string): Promise<ModelDetails>;
}

type Client = ReturnType<typeof ollamaClient>;

/** What a person does to one model. A call that has begun goes on when its caller leaves. */
export function createModelActions({ store, endpoint, refresh }: ModelActionsOptions): ModelActions {
  const loads = new Map<string, Promise<void>>();

  const withModel = async <T>(name: string, act: (client: Client) => Promise<T>): Promise<T> => {
    if (!parseModelName(name)) throw expectedError('INVALID_NAME', { name });
    const target = endpoint();
    if (!target) throw expectedError('SERVER_NOT_RUNNING');
    try {
      return await act(ollamaClient(target, new AbortController().signal));
    } catch (error) {
      throw modelFailure(error, name);
    }
  };
  const installed = () => store.get().models.installed;
  const isIn = (models: readonly { name: string }[], name: string) =>
    models.some((model) => modelKey(model.name) === modelKey(name));

  const loadOnce = async (name: string) => {
    const parsed = parseModelName(name);
    const shown = parsed ? canonicalModelName(parsed) : name;
    store.update('models', (models) => ({ ...models, loading: [...models.loading, shown] }));
    try {
      await withModel(name, (client) => loadModel(client, name, installed()));
      await refresh();
    } finally {
      loads.delete(modelKey(name));
      store.update('models', (models) => ({ ...models, loading: models.loading.filter((other) => other !== shown) }));
    }
  };

  return {
    async remove(name) {
      await withModel(name, async (client) => {
        // A deleted model stays in memory until it expires, and can't be dropped any more, so it is dropped first.
        if (isIn(store.get().models.loaded, name)) {
          const drop = requestUnload(client, name, installed()).then(() => waitUntilUnloaded(client, name));
          await drop.catch(() => undefined);
        }
        await client.delete({ model: name });
      });
      await refresh();
    },
    async duplicate(name, newName) {
      const target = parseModelName(newName);
      if (!target) throw expectedError('INVALID_NAME', { name: newName });
      if (isIn(installed(), newName)) {
        // Ollama would overwrite it without a word.
        const message = `There is a model named ${canonicalModelName(target)} already.`;
        throw expectedError('OLLAMA_FAILED', { status: null, message });
      }
      await withModel(name, (client) => client.copy({ source: name, destination: newName }));
      await refresh();
    },
    load(name) {
      const key = modelKey(name);
      const load = loads.get(key) ?? loadOnce(name);
      loads.set(key, load);
      return load;
    },
    async unload(name) {
      await withModel(name, async (client) => {
        await requestUnload(client, name, installed());
        await waitUntilUnloaded(client, name);
      });
      await refresh();
    },
    show: (name) => withModel(name, async (client) => modelDetails(name, await client.show({ model: name }))),
  };
}
