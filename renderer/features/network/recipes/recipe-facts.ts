import type { Address } from '../../../../contract/exposure.ts';
import type { InstalledModel } from '../../../../contract/models.ts';
import type { Snapshot } from '../../../../contract/snapshot.ts';
import type { RecipeFacts } from './client-recipe.ts';

/** Named as long as no installed model is known. */
const EXAMPLE_MODEL = 'llama3.2:3b';
/** What Ollama gives a Mac with 24 GB of graphics memory or more when nothing is set. */
const USUAL_CONTEXT = 32_768;

/** An address that a client can be set up for. */
export type OfferedAddress = Pick<Address, 'kind' | 'url' | 'label' | 'needsKey'>;

function does(capability: string) {
  return (model: InstalledModel) => model.capabilities.includes(capability);
}
/** Servers before 0.6.4 don't list capabilities. */
function chats(model: InstalledModel): boolean {
  return model.capabilities.length === 0 || does('completion')(model);
}

function runsElsewhere({ remoteHost }: InstalledModel): boolean {
  return remoteHost !== null;
}

/** Names of installed models that chat; last those that run elsewhere, which most keys may not use. */
export function chatModels({ installed }: Pick<Snapshot['models'], 'installed'>): readonly string[] {
  return installed
    .filter(chats)
    .toSorted((a, b) => Number(runsElsewhere(a)) - Number(runsElsewhere(b)))
    .map(({ name }) => name);
}

export interface RecipeChoice {
  readonly addresses: readonly OfferedAddress[];
  /** Of the chosen address; null for the usual one. */
  readonly url: string | null;
  /** The chosen model's name; null for the usual one. */
  readonly model: string | null;
}

/** The facts for what was chosen, and for what is there instead where that is gone. */
export function recipeFacts(
  state: Pick<Snapshot, 'server' | 'models' | 'settings'>,
  { addresses, url, model }: RecipeChoice,
): RecipeFacts {
  const models = chatModels(state.models);
  // Who opens the Mac to others has another device to set up.
  const usual = addresses.find(({ kind }) => kind !== 'loopback') ?? addresses[0];
  const address = addresses.find((one) => one.url === url) ?? usual;
  const chatModel = models.find((name) => name === model) ?? models[0] ?? EXAMPLE_MODEL;
  const { installed, loaded } = state.models;
  const most = installed.find(({ name }) => name === chatModel)?.contextLength ?? Number.POSITIVE_INFINITY;
  const inMemory = loaded.find(({ name }) => name === chatModel)?.contextLength;
  return {
    baseUrl: address?.url ?? state.server.baseUrl,
    needsKey: address?.needsKey ?? false,
    chatModel,
    embeddingModel: installed.find(does('embedding'))?.name ?? null,
    contextLength: inMemory ?? Math.min(state.settings.contextLength ?? USUAL_CONTEXT, most),
    serverPort: state.server.port,
  };
}
