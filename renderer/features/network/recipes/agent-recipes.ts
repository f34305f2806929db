import { recipesText } from '../../../../contract/derived/catalog/en/recipes.ts';
import { type ClientRecipe, KEY_PLACEHOLDER, keyFor, needsLongContext, rootUrl } from './client-recipe.ts';
import { inShell, inDoubleQuotes as toml } from './quote.ts';

/** Source: aider.chat/docs/llms/openai-compat.html. */
export const aiderRecipe: ClientRecipe = {
  id: 'aider',
  name: 'Aider',
  place: recipesText('place.terminal'),
  text: (facts) => `export OPENAI_API_BASE=${inShell(facts.baseUrl)}
export OPENAI_API_KEY=${keyFor(facts)}
aider --model ${inShell(`openai/${facts.chatModel}`)}`,
  needs: () => [recipesText('needs.aiderLimits'), needsLongContext()],
};

/**
 * Sources: docs.ollama.com/api/anthropic-compatibility (Claude Code adds `/v1/messages` itself); code.claude.com/docs/en/model-config
 * (background tasks and subagents use Anthropic's models unless these are set); `cmd/launch/claude.go` of Ollama 0.33 (the header
 * and the token count differ in every request, so the server couldn't reuse its prompt cache).
 */
export const claudeCodeRecipe: ClientRecipe = {
  id: 'claude-code',
  name: 'Claude Code',
  place: recipesText('place.terminal'),
  text: (facts) => `export ANTHROPIC_BASE_URL=${inShell(rootUrl(facts))}
export ANTHROPIC_AUTH_TOKEN=${keyFor(facts)}
export ANTHROPIC_API_KEY=
${['OPUS', 'SONNET', 'HAIKU']
  .map((tier) => `export ANTHROPIC_DEFAULT_${tier}_MODEL=${inShell(facts.chatModel)}`)
  .join('\n')}
export CLAUDE_CODE_ATTRIBUTION_HEADER=0
export CLAUDE_CODE_TOTAL_TOKENS_REMINDER=off
claude --model ${inShell(facts.chatModel)}`,
  needs: () => [recipesText('needs.claudeCodeVersion'), needsLongContext()],
};

/**
 * Sources: developers.openai.com/codex/config-advanced, "Custom model providers": the ids `openai`, `ollama`, and `lmstudio` are reserved, and
 * since February 2026 only the Responses API is supported; config-reference: for an unknown model Codex assumes 272,000 tokens, and
 * `web_search` is on unless it is disabled. Ollama serves it from ollama.com with its owner's account, so every request that offers
 * it is rejected for a key without cloud models.
 */
export const codexRecipe: ClientRecipe = {
  id: 'codex',
  name: 'Codex',
  place: '~/.codex/config.toml',
  text: ({ baseUrl, chatModel, contextLength, needsKey }) =>
    [
      `model = ${toml(chatModel)}`,
      'model_provider = "corral"',
      `model_context_window = ${contextLength}`,
      ...(needsKey ? ['web_search = "disabled"'] : []),
      '',
      '[model_providers.corral]',
      'name = "Corral"',
      `base_url = ${toml(baseUrl)}`,
      'wire_api = "responses"',
      ...(needsKey ? ['env_key = "CORRAL_API_KEY"'] : []),
      '',
    ].join('\n'),
  inTerminal: ({ needsKey }) => (needsKey ? `export CORRAL_API_KEY=${KEY_PLACEHOLDER}\ncodex` : null),
  needs: ({ needsKey }) => [
    recipesText('needs.codexTop'),
    ...(needsKey ? [recipesText('needs.codexWebSearch')] : []),
    needsLongContext(),
  ],
};
