import {
  type ClientRecipe,
  KEY_PLACEHOLDER,
  type RecipeFacts,
} from '../../renderer/features/network/recipes/client-recipe.ts';
import { clientRecipes } from '../../renderer/features/network/recipes/client-recipes.ts';

/** @throws {Error} where there is no such recipe */
export function recipe(id: string): ClientRecipe {
  const found = clientRecipes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no recipe ${id}`);
  return found;
}

/** A recipe with a key put in, which is all that a person changes. */
export const recipeText = (id: string, facts: RecipeFacts, key: string): string =>
  recipe(id).text(facts).replaceAll(KEY_PLACEHOLDER, key);
