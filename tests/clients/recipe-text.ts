import {
  type ClientRecipe,
  KEY_PLACEHOLDER,
  type RecipeFacts,
} from '../../renderer/features/network/recipes/client-recipe.ts';
import { clientRecipes } from '../../renderer/features/network/recipes/client-recipes.ts';
import { INSTALLED, type KeyedHost } from './keyed-host.ts';

/** @throws {Error} when there is no such recipe */
function recipe(id: string): ClientRecipe {
  const found = clientRecipes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no recipe ${id}`);
  return found;
}

/** A recipe with a key in it, which is all that a person changes. */
export function recipeText(id: string, facts: RecipeFacts, key: string): string {
  return recipe(id).text(facts).replaceAll(KEY_PLACEHOLDER, key);
}

/** The facts that the page would put into a recipe for that host, at its address with a key or at Ollama's own. */
export function factsOf(host: KeyedHost, { needsKey }: { readonly needsKey: boolean }): RecipeFacts {
  return {
    baseUrl: needsKey ? host.baseUrl : host.keylessUrl,
    needsKey,
    chatModel: INSTALLED.chat,
    embeddingModel: INSTALLED.embed,
    contextLength: 4096,
    serverPort: host.corral.ollamaPort,
  };
}
