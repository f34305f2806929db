import { recipesText } from '../../../../contract/derived/catalog/en/recipes.ts';
import { type ClientRecipe, KEY_PLACEHOLDER, keyFor, needsLongContext, type RecipeFacts } from './client-recipe.ts';
import { inDoubleQuotes as yaml } from './quote.ts';

function model(facts: RecipeFacts, name: string, roles: readonly string[]): string {
  return `  - name: ${yaml(name)}
    provider: openai
    model: ${yaml(name)}
    apiBase: ${yaml(facts.baseUrl)}
    apiKey: ${yaml(keyFor(facts))}
    roles: [${roles.join(', ')}]
`;
}

function continueConfig(facts: RecipeFacts): string {
  return `name: Corral
version: 1.0.0
schema: v1
models:
${model(facts, facts.chatModel, ['chat', 'edit', 'apply'])}    defaultCompletionOptions:
      contextLength: ${facts.contextLength}
${facts.embeddingModel === null ? '' : model(facts, facts.embeddingModel, ['embed'])}`;
}

/** Source: docs.continue.dev, "OpenAI API compatible providers" and the reference of `config.yaml`. */
export const continueRecipe: ClientRecipe = {
  id: 'continue',
  name: 'Continue',
  place: '~/.continue/config.yaml',
  text: continueConfig,
  needs: () => [recipesText('needs.continueModels')],
};

/** Source: docs.cline.bot, "OpenAI Compatible", the last line under "Model Configuration": a wrong number there truncates conversations. */
function clineSettings(facts: RecipeFacts): string {
  return `API Provider: OpenAI Compatible
Base URL: ${facts.baseUrl}
API Key: ${keyFor(facts)}
Model ID: ${facts.chatModel}
Context Window Size: ${facts.contextLength}`;
}

export const clineRecipe: ClientRecipe = {
  id: 'cline',
  name: 'Cline',
  place: recipesText('place.clineSettings'),
  text: clineSettings,
  needs: () => [needsLongContext()],
};

/**
 * Sources: forum.cursor.com/t/160995 (Cursor's servers, not the editor, send requests to the base URL); docs.cline.bot,
 * "Installing Cline" (its extension runs in Cursor).
 */
export const cursorRecipe: ClientRecipe = {
  id: 'cursor',
  name: 'Cursor',
  place: recipesText('place.clineInCursor'),
  text: clineSettings,
  needs: () => [recipesText('needs.cursorChat'), recipesText('needs.cursorCline'), needsLongContext()],
};

/** Source: zed.dev/docs/ai/use-api-access, "OpenAI-Compatible Endpoints" (the key is never stored in the file). */
export const zedRecipe: ClientRecipe = {
  id: 'zed',
  name: 'Zed',
  place: '~/.config/zed/settings.json',
  text: ({ baseUrl, chatModel, contextLength }) => {
    const models = [{ name: chatModel, display_name: chatModel, max_tokens: contextLength }];
    const provider = { api_url: baseUrl, available_models: models };
    return JSON.stringify({ language_models: { openai_compatible: { Corral: provider } } }, null, 2);
  },
  needs: ({ needsKey }) => [
    recipesText('needs.zedSettings'),
    needsKey ? recipesText('needs.zedKey', { placeholder: KEY_PLACEHOLDER }) : recipesText('needs.zedAnyKey'),
    needsLongContext(),
  ],
};
