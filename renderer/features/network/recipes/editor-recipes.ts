import { AGENT_CONTEXT, type ClientRecipe, KEY_PLACEHOLDER, keyFor, type RecipeFacts } from './client-recipe.ts';
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
  needs: () => ['If the file has models already, add these to them.'],
};

/** Source: docs.cline.bot, "OpenAI Compatible", the last line under "Model Configuration": a wrong number there cuts conversations off. */
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
  place: 'Cline’s settings',
  text: clineSettings,
  needs: () => [AGENT_CONTEXT],
};

/**
 * Sources: forum.cursor.com/t/160995 (the editor asks Cursor's servers, and these ask the base URL); docs.cline.bot, "Installing
 * Cline" (its extension runs in Cursor).
 */
export const cursorRecipe: ClientRecipe = {
  id: 'cursor',
  name: 'Cursor',
  place: 'Cline’s settings, in Cursor',
  text: clineSettings,
  needs: () => [
    'Cursor’s own chat won’t work: Cursor’s servers make the call, so they want a public https address, and Corral opens none.',
    'What works is the Cline extension, which runs inside Cursor and asks from your computer: install it from Extensions and enter this in its settings.',
    AGENT_CONTEXT,
  ],
};

/** Source: zed.dev/docs/ai/use-api-access, "OpenAI-Compatible Endpoints" (the key never belongs into the file). */
export const zedRecipe: ClientRecipe = {
  id: 'zed',
  name: 'Zed',
  place: '~/.config/zed/settings.json',
  text: ({ baseUrl, chatModel, contextLength }) => {
    const models = [{ name: chatModel, display_name: chatModel, max_tokens: contextLength }];
    const provider = { api_url: baseUrl, available_models: models };
    return JSON.stringify({ language_models: { openai_compatible: { Corral: provider } } }, null, 2);
  },
  needs: (facts) => [
    'If the file has settings already, add language_models to them.',
    facts.needsKey
      ? `Zed keeps keys out of this file: enter yours in Settings, AI, LLM Providers, or start Zed with CORRAL_API_KEY=${KEY_PLACEHOLDER}.`
      : 'Zed insists on a key: enter any text in Settings, AI, LLM Providers.',
    AGENT_CONTEXT,
  ],
};
