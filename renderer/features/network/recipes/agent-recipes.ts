import { AGENT_CONTEXT, type ClientRecipe, KEY_PLACEHOLDER, keyFor, rootUrl } from './client-recipe.ts';
import { inShell, inDoubleQuotes as toml } from './quote.ts';

/** Source: aider.chat/docs/llms/openai-compat.html. */
export const aiderRecipe: ClientRecipe = {
  id: 'aider',
  name: 'Aider',
  place: 'Terminal',
  text: (facts) => `export OPENAI_API_BASE=${inShell(facts.baseUrl)}
export OPENAI_API_KEY=${keyFor(facts)}
aider --model ${inShell(`openai/${facts.chatModel}`)}`,
  needs: () => ['Aider warns that it doesn’t know the model’s limits; that does no harm.', AGENT_CONTEXT],
};

/**
 * Sources: docs.ollama.com/api/anthropic-compatibility (Claude Code adds `/v1/messages` itself); code.claude.com/docs/en/model-config
 * (small jobs and helpers ask for Anthropic's own models unless these are named); `cmd/launch/claude.go` of Ollama 0.33 (the header
 * and the count of tokens differ in every request, and the server would read the whole conversation anew each time).
 */
export const claudeCodeRecipe: ClientRecipe = {
  id: 'claude-code',
  name: 'Claude Code',
  place: 'Terminal',
  text: (facts) => `export ANTHROPIC_BASE_URL=${inShell(rootUrl(facts))}
export ANTHROPIC_AUTH_TOKEN=${keyFor(facts)}
export ANTHROPIC_API_KEY=
${['OPUS', 'SONNET', 'HAIKU']
  .map((tier) => `export ANTHROPIC_DEFAULT_${tier}_MODEL=${inShell(facts.chatModel)}`)
  .join('\n')}
export CLAUDE_CODE_ATTRIBUTION_HEADER=0
export CLAUDE_CODE_TOTAL_TOKENS_REMINDER=off
claude --model ${inShell(facts.chatModel)}`,
  needs: () => ['It asks /v1/messages, which Ollama has had since 0.14.', AGENT_CONTEXT],
};

/**
 * Sources: developers.openai.com/codex/config-advanced, "Custom model providers": `openai`, `ollama` and `lmstudio` are taken, and since
 * February 2026 only the Responses API is spoken; config-reference: of a model it doesn't know it expects 272,000 tokens, and
 * `web_search` is on unless it is disabled. Ollama answers that from ollama.com in its owner's name, so a key that may not use cloud
 * models is refused with every request that offers it.
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
    'The lines above the first square bracket belong at the top of the file.',
    ...(needsKey
      ? ['Searching the web goes through ollama.com: leave it disabled unless your key may use cloud models.']
      : []),
    AGENT_CONTEXT,
  ],
};
