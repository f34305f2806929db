import { type ClientRecipe, GREETING, KEY_PLACEHOLDER, type RecipeFacts } from './client-recipe.ts';
import { inShell } from './quote.ts';

function request({ baseUrl, needsKey }: RecipeFacts, path: string, body: object): string {
  return [
    `curl ${inShell(`${baseUrl}${path}`)}`,
    ...(needsKey ? [`  -H ${inShell(`Authorization: Bearer ${KEY_PLACEHOLDER}`)}`] : []),
    `  -H 'Content-Type: application/json'`,
    `  -d ${inShell(JSON.stringify(body, null, 2))}`,
  ].join(' \\\n');
}

export const curlRecipe: ClientRecipe = {
  id: 'curl',
  name: 'curl',
  place: 'Terminal',
  text: (facts) => {
    const messages = [{ role: 'user', content: GREETING }];
    const chat = request(facts, '/chat/completions', { model: facts.chatModel, messages });
    if (facts.embeddingModel === null) return chat;
    return `${chat}\n\n${request(facts, '/embeddings', { model: facts.embeddingModel, input: GREETING })}`;
  },
};
