import { aiderRecipe, claudeCodeRecipe, codexRecipe } from './agent-recipes.ts';
import type { ClientRecipe } from './client-recipe.ts';
import { curlRecipe } from './curl-recipe.ts';
import { clineRecipe, continueRecipe, cursorRecipe, zedRecipe } from './editor-recipes.ts';
import { langchainPythonRecipe, langchainTypescriptRecipe } from './langchain-recipes.ts';
import { llamaIndexRecipe } from './llama-index-recipe.ts';
import { ollamaCliRecipe, ollamaJsRecipe, ollamaPythonRecipe } from './ollama-recipes.ts';
import { openWebuiRecipe } from './open-webui-recipe.ts';
import { pythonRecipe, typescriptRecipe } from './openai-recipes.ts';

/** Every client that the page can set up: programs first, then editors, agents, apps and Ollama's own. */
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
