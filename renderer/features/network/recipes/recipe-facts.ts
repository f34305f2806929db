import type { Address } from '../../../../contract/exposure.ts';
import type { InstalledModel } from '../../../../contract/models.ts';
import type { Snapshot } from '../../../../contract/snapshot.ts';
import type { RecipeFacts } from './client-recipe.ts';

/** Named as long as nothing is installed. */
const EXAMPLE_MODEL = 'llama3.2:3b';
/** What Ollama gives a Mac with 24 GB of graphics memory or more when nothing is set. */
const USUAL_CONTEXT = 32_768;

export type RecipeState = Pick<Snapshot, 'exposure' | 'server' | 'models' | 'settings'>;

const does = (capability: string) => (model: InstalledModel) => model.capabilities.includes(capability);
/** Servers before 0.6.4 don't list capabilities. */
const chats = (model: InstalledModel): boolean => model.capabilities.length === 0 || does('completion')(model);

const runsElsewhere = ({ remoteHost }: InstalledModel): boolean => remoteHost !== null;

export interface RecipeChoices {
  readonly addresses: readonly Pick<Address, 'kind' | 'url' | 'label' | 'needsKey'>[];
  /** Names of installed models that chat; last those that run elsewhere, which most keys may not use. */
  readonly models: readonly string[];
}

/** What a person can choose between; there is always an address, if only the one the server will have. */
export const recipeChoices = ({ exposure, server, models }: RecipeState): RecipeChoices => ({
  addresses:
    exposure.addresses.length > 0
      ? exposure.addresses
      : [{ kind: 'loopback', url: server.baseUrl, label: 'This Mac', needsKey: false }],
  models: models.installed
    .filter(chats)
    .toSorted((a, b) => Number(runsElsewhere(a)) - Number(runsElsewhere(b)))
    .map(({ name }) => name),
});

/** The facts for what was chosen, and for what is there instead where that is gone. */
export const recipeFacts = (
  state: RecipeState,
  chosen: { readonly url: string | null; readonly model: string | null },
): RecipeFacts => {
  const { addresses, models } = recipeChoices(state);
  // Who opens the Mac to others has another device to set up.
  const usual = addresses.find(({ kind }) => kind !== 'loopback') ?? addresses[0];
  const address = addresses.find(({ url }) => url === chosen.url) ?? usual;
  const chatModel = models.find((name) => name === chosen.model) ?? models[0] ?? EXAMPLE_MODEL;
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
};
