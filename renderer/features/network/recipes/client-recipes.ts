import { aiderRecipe, claudeCodeRecipe, codexRecipe } from './agent-recipes.ts';
import type { ClientRecipe } from './client-recipe.ts';
import { clineRecipe, continueRecipe, cursorRecipe, zedRecipe } from './editor-recipes.ts';
import { langchainPythonRecipe, langchainTypescriptRecipe, llamaIndexRecipe } from './framework-recipes.ts';
import { ollamaCliRecipe, ollamaJsRecipe, ollamaPythonRecipe } from './ollama-recipes.ts';
import { openWebuiRecipe } from './open-webui-recipe.ts';
import { curlRecipe, pythonRecipe, typescriptRecipe } from './openai-recipes.ts';

/** Every client with a recipe: programs, then editors, agents, apps, and Ollama's own clients. */
export const clientRecipes: readonly ClientRecipe[] = [
  curlRecipe,
  pythonRecipe,
  typescriptRecipe,
  langchainPythonRecipe,
  langchainTypescriptRecipe,
  llamaIndexRecipe,
  continueRecipe,
  cursorRecipe,
  clineRecipe,
  zedRecipe,
  aiderRecipe,
  claudeCodeRecipe,
  codexRecipe,
  openWebuiRecipe,
  ollamaCliRecipe,
  ollamaJsRecipe,
  ollamaPythonRecipe,
];
