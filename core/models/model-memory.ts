import { setTimeout as delay } from 'node:timers/promises';
import { modelKey } from '../../contract/derived/model-name.ts';
import type { InstalledModel } from '../../contract/models.ts';
import { OllamaError, type ollamaClient } from '../ollama/ollama-client.ts';
import { loadedModels } from './loaded-models.ts';

type Client = ReturnType<typeof ollamaClient>;

/** A model leaves the list only when its running requests have ended; after this long we no longer wait for it. */
const UNLOAD_TIMEOUT_MS = 10_000;
const UNLOAD_POLL_MS = 200;

function embedsOnly({ capabilities }: InstalledModel): boolean {
  return capabilities.includes('embedding') && !capabilities.includes('completion');
}

/**
 * Sends an empty request, which loads the model or changes how long it stays loaded. An embedding model is loaded through
 * `/api/embed`; Ollama before 0.30 doesn't list capabilities, so the error tells.
 */
async function touch(client: Client, model: string, options: { embeds: boolean; keepAlive?: number }) {
  const keepAlive = options.keepAlive === undefined ? {} : { keep_alive: options.keepAlive };
  const embed = () => client.embed({ model, input: '', ...keepAlive });
  if (options.embeds) return embed();
  try {
    return await client.generate({ model, prompt: '', stream: false, ...keepAlive });
  } catch (error) {
    const generates = !(error instanceof OllamaError && /does not support generate/.test(error.message));
    if (generates) throw error;
    return embed();
  }
}

function isEmbedding(installed: readonly InstalledModel[], name: string): boolean {
  return installed.some((model) => modelKey(model.name) === modelKey(name) && embedsOnly(model));
}

/** Resolves when the model is in memory. Ollama abandons a load when its connection closes, so the client must stay open. */
export async function loadModel(client: Client, name: string, installed: readonly InstalledModel[]): Promise<void> {
  await touch(client, name, { embeds: isEmbedding(installed, name) });
}

/** Asks Ollama to unload the model, which it does once its running requests have ended. */
export async function requestUnload(client: Client, name: string, installed: readonly InstalledModel[]): Promise<void> {
  await touch(client, name, { embeds: isEmbedding(installed, name), keepAlive: 0 });
}

/** Resolves when the model is no longer listed as loaded, or when it is still in use after ten seconds. */
export async function waitUntilUnloaded(client: Client, name: string): Promise<void> {
  const deadline = performance.now() + UNLOAD_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const models = loadedModels(await client.ps(), Date.now());
    if (!models.some((model) => modelKey(model.name) === modelKey(name))) return;
    await delay(UNLOAD_POLL_MS);
  }
}
