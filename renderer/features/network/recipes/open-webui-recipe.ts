import { recipesText } from '../../../../contract/derived/catalog/en/recipes.ts';
import { type ClientRecipe, isLoopback, keyFor, type RecipeFacts } from './client-recipe.ts';
import { inShell } from './quote.ts';

/** Docker's name for the host. Inside a container, `localhost` is the container itself. */
const DOCKER_HOST = 'host.docker.internal';

function fromContainer(facts: RecipeFacts): string {
  if (!isLoopback(facts)) return facts.baseUrl;
  const url = new URL(facts.baseUrl);
  url.hostname = DOCKER_HOST;
  return url.href;
}

/** Source: docs.openwebui.com, "Environment Variable Configuration" and "OpenAI-Compatible". */
export const openWebuiRecipe: ClientRecipe = {
  id: 'open-webui',
  name: 'Open WebUI',
  place: recipesText('place.terminal'),
  text: (facts) => {
    const server = inShell(fromContainer(facts));
    const key = keyFor(facts);
    const documents =
      facts.embeddingModel === null
        ? []
        : [
            'RAG_EMBEDDING_ENGINE=openai',
            `RAG_OPENAI_API_BASE_URL=${server}`,
            `RAG_OPENAI_API_KEY=${key}`,
            `RAG_EMBEDDING_MODEL=${inShell(facts.embeddingModel)}`,
          ];
    const variables = [
      'ENABLE_OLLAMA_API=false',
      `OPENAI_API_BASE_URL=${server}`,
      `OPENAI_API_KEY=${key}`,
      `DEFAULT_MODELS=${inShell(facts.chatModel)}`,
      ...documents,
    ];
    return [
      'docker run -d --name open-webui -p 3000:8080',
      ...(isLoopback(facts) ? [`  --add-host ${DOCKER_HOST}:host-gateway`] : []),
      ...variables.map((variable) => `  -e ${variable}`),
      '  -v open-webui:/app/backend/data',
      '  ghcr.io/open-webui/open-webui:main',
    ].join(' \\\n');
  },
  needs: ({ baseUrl }) => [
    recipesText('needs.openWebuiFirstStart'),
    ...(new URL(baseUrl).hostname.endsWith('.local') ? [recipesText('needs.openWebuiLocalName')] : []),
  ],
};
