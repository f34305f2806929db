import { ORPCError } from '@orpc/server';
import { modelFailureText } from '../../contract/derived/catalog/en/model-failures.ts';
import { isMissingModel, isMissingRoute, oneLine } from '../../contract/derived/error-reason.ts';
import { canonicalModelName, modelKey, parseExactName, parseModelName } from '../../contract/derived/model-name.ts';
import { expectedError } from '../../contract/expected-error.ts';
import { invalidName } from '../../contract/invalid-name.ts';
import type { ModelDetails } from '../../contract/models.ts';
import { isConnectionLoss } from '../http/upstream-client.ts';
import type { Endpoint } from '../ollama/endpoint.ts';
import { OllamaError, ollamaClient } from '../ollama/ollama-client.ts';
import type { SnapshotStore } from '../snapshot/snapshot-store.ts';
import { modelDetails } from './model-details.ts';
import { loadModel, requestUnload, waitUntilUnloaded } from './model-memory.ts';

export interface ModelActionsOptions {
  readonly store: SnapshotStore;
  readonly endpoint: () => Endpoint | null;
  /** Reads the lists again. */
  readonly refresh: () => Promise<void>;
}

/**
 * What a person can do with one model.
 * @throws SERVER_NOT_RUNNING when nothing responds
 * @throws MODEL_NOT_FOUND when it isn't installed
 * @throws INVALID_NAME when no model can have that name
 * @throws OLLAMA_FAILED when Ollama returns another error
 */
export interface ModelActions {
  remove(name: string): Promise<void>;
  /** `newName` may be as pasted (see `parseModelName`). */
  duplicate(name: string, newName: string): Promise<void>;
  /** Resolves when the model is in memory; a load in progress is joined. */
  load(name: string): Promise<void>;
  unload(name: string): Promise<void>;
  show(name: string): Promise<ModelDetails>;
}

type Client = ReturnType<typeof ollamaClient>;

function includesModel(models: readonly { readonly name: string }[], name: string): boolean {
  return models.some((model) => modelKey(model.name) === modelKey(name));
}

function displayName(name: string): string {
  const parsed = parseExactName(name);
  return parsed ? canonicalModelName(parsed) : name;
}

/** The contract's error for a failed request about the model `name`; any other failure is returned unchanged. */
function modelFailure(error: unknown, name: string): unknown {
  if (error instanceof ORPCError) return error;
  if (isConnectionLoss(error)) return expectedError('SERVER_NOT_RUNNING');
  if (!(error instanceof OllamaError)) return error;
  const { status, message } = error;
  if (isMissingModel(status, message)) return expectedError('MODEL_NOT_FOUND', { name });
  if (status === 400 && /invalid model name|" is invalid$/.test(message))
    return expectedError('INVALID_NAME', { name });
  if (isMissingRoute(status, message)) {
    return expectedError('OLLAMA_FAILED', { status, message: modelFailureText('action.missingRoute') });
  }
  return expectedError('OLLAMA_FAILED', { status, message: oneLine(message) });
}

/** Runs one action on the server that responds, and gives its failure the contract's form. */
function createModelRequest(endpoint: () => Endpoint | null) {
  return async <T>(name: string, act: (client: Client) => Promise<T>): Promise<T> => {
    if (!parseExactName(name)) throw invalidName(name);
    const target = endpoint();
    if (!target) throw expectedError('SERVER_NOT_RUNNING');
    try {
      // A call that has begun is completed even if the page that made it is closed.
      return await act(ollamaClient(target, new AbortController().signal));
    } catch (error) {
      throw modelFailure(error, name);
    }
  };
}

export function createModelActions({ store, endpoint, refresh }: ModelActionsOptions): ModelActions {
  const loads = new Map<string, Promise<void>>();
  const request = createModelRequest(endpoint);
  const installed = () => store.get().models.installed;

  const unloadIfLoaded = async (client: Client, name: string): Promise<void> => {
    if (!includesModel(store.get().models.loaded, name)) return;
    await requestUnload(client, name, installed());
    await waitUntilUnloaded(client, name);
  };
  const loadOnce = async (name: string): Promise<void> => {
    const shown = displayName(name);
    store.update('models', (models) => ({ ...models, loading: [...models.loading, shown] }));
    try {
      await request(name, (client) => loadModel(client, name, installed()));
      await refresh();
    } finally {
      loads.delete(modelKey(name));
      store.update('models', (models) => ({ ...models, loading: models.loading.filter((other) => other !== shown) }));
    }
  };

  return {
    async remove(name) {
      await request(name, async (client) => {
        // A deleted model stays in memory until it expires and can't be unloaded, so it is unloaded first.
        await unloadIfLoaded(client, name).catch(() => undefined);
        await client.delete({ model: name });
      });
      await refresh();
    },
    async duplicate(name, enteredName) {
      const parsed = parseModelName(enteredName);
      if (!parsed) throw invalidName(enteredName);
      const newName = canonicalModelName(parsed);
      if (includesModel(installed(), newName)) {
        // Ollama would overwrite it without asking.
        const message = modelFailureText('duplicate.exists', { model: displayName(newName) });
        throw expectedError('OLLAMA_FAILED', { status: null, message });
      }
      await request(name, (client) => client.copy({ source: name, destination: newName }));
      await refresh();
    },
    load(name) {
      const key = modelKey(name);
      const load = loads.get(key) ?? loadOnce(name);
      loads.set(key, load);
      return load;
    },
    async unload(name) {
      await request(name, async (client) => {
        await requestUnload(client, name, installed());
        await waitUntilUnloaded(client, name);
      });
      await refresh();
    },
    show: (name) => request(name, async (client) => modelDetails(name, await client.show({ model: name }))),
  };
}
