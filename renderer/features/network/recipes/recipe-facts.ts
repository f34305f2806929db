import type { InstalledModel } from '../../../../contract/models.ts';
import type { Snapshot } from '../../../../contract/snapshot.ts';
import type { RecipeFacts } from './client-recipe.ts';
import { isForOthers, type OfferedAddress } from './offered-addresses.ts';

/** Used while no installed model is known. */
const EXAMPLE_MODEL = 'llama3.2:3b';
/** Ollama's default on a Mac with 24 GB of graphics memory or more. */
const DEFAULT_CONTEXT_LENGTH = 32_768;

/** Names of installed models that can chat, with cloud models last: most keys don't allow them. */
export function chatModels({ installed }: Pick<Snapshot['models'], 'installed'>): readonly string[] {
  return installed
    .filter(canChat)
    .toSorted((a, b) => Number(isRemote(a)) - Number(isRemote(b)))
    .map(({ name }) => name);
}

export interface RecipeChoice {
  readonly addresses: readonly OfferedAddress[];
  /** Of the chosen address; null for the default. */
  readonly url: string | null;
  /** The chosen model's name; null for the default. */
  readonly model: string | null;
}

/** The values for what was chosen, or for the default where the choice is no longer available. */
export function recipeFacts(
  state: Pick<Snapshot, 'server' | 'models' | 'settings'>,
  { addresses, url, model }: RecipeChoice,
): RecipeFacts {
  const models = chatModels(state.models);
  const chatModel = models.find((name) => name === model) ?? models[0] ?? EXAMPLE_MODEL;
  // Someone who allows other devices is setting one of them up.
  const defaultAddress = addresses.find(isForOthers) ?? addresses[0];
  const address = addresses.find((one) => one.url === url) ?? defaultAddress;
  return {
    baseUrl: address?.url ?? state.server.baseUrl,
    needsKey: address?.needsKey ?? false,
    chatModel,
    embeddingModel: state.models.installed.find((one) => hasCapability(one, 'embedding'))?.name ?? null,
    contextLength: contextLengthOf(chatModel, state),
    serverPort: state.server.port,
  };
}

/** The context length of a loaded model, or the one it will be loaded with, in tokens. */
function contextLengthOf(name: string, { models, settings }: Pick<Snapshot, 'models' | 'settings'>): number {
  const loaded = models.loaded.find((one) => one.name === name)?.contextLength;
  const max = models.installed.find((one) => one.name === name)?.contextLength ?? Number.POSITIVE_INFINITY;
  return loaded ?? Math.min(settings.contextLength ?? DEFAULT_CONTEXT_LENGTH, max);
}

function hasCapability({ capabilities }: InstalledModel, capability: string): boolean {
  return capabilities.includes(capability);
}

/** Servers before 0.6.4 don't list capabilities. */
function canChat(model: InstalledModel): boolean {
  return model.capabilities.length === 0 || hasCapability(model, 'completion');
}

function isRemote({ remoteHost }: InstalledModel): boolean {
  return remoteHost !== null;
}
