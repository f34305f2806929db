import { recipesText } from '../../../../contract/derived/catalog/en/recipes.ts';
import { type ClientRecipe, GREETING, KEY_PLACEHOLDER, keyFor, type RecipeFacts } from './client-recipe.ts';
import { inShell, inDoubleQuotes as py, inTypeScript as ts } from './quote.ts';

function curlRequest({ baseUrl, needsKey }: RecipeFacts, path: string, body: object): string {
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
  place: recipesText('place.terminal'),
  text: (facts) => {
    const messages = [{ role: 'user', content: GREETING }];
    const chat = curlRequest(facts, '/chat/completions', { model: facts.chatModel, messages });
    if (facts.embeddingModel === null) return chat;
    return `${chat}\n\n${curlRequest(facts, '/embeddings', { model: facts.embeddingModel, input: GREETING })}`;
  },
};

/** A comment after the key that says that any key works. */
function anyKeyComment({ needsKey }: RecipeFacts, marker: '#' | '//'): string {
  return needsKey ? '' : `  ${marker} ${recipesText('code.anyKey')}`;
}

/** Source: README of `openai` on PyPI. */
export const pythonRecipe: ClientRecipe = {
  id: 'python',
  name: 'Python',
  place: 'Python',
  text: (facts) => `# pip install openai
from openai import OpenAI

client = OpenAI(
    base_url=${py(facts.baseUrl)},
    api_key=${py(keyFor(facts))},${anyKeyComment(facts, '#')}
)
reply = client.chat.completions.create(
    model=${py(facts.chatModel)},
    messages=[{
        "role": "user",
        "content": ${py(GREETING)},
    }],
)
print(reply.choices[0].message.content)${
    facts.embeddingModel === null
      ? ''
      : `

embeddings = client.embeddings.create(
    model=${py(facts.embeddingModel)},
    input=${py(GREETING)},
)
print(len(embeddings.data[0].embedding))`
  }`,
};

/** Source: README of `openai` on npm. */
export const typescriptRecipe: ClientRecipe = {
  id: 'typescript',
  name: 'TypeScript',
  place: 'TypeScript',
  text: (facts) => `// npm install openai
import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: ${ts(facts.baseUrl)},
  apiKey: ${ts(keyFor(facts))},${anyKeyComment(facts, '//')}
});
const reply = await client.chat.completions.create({
  model: ${ts(facts.chatModel)},
  messages: [{
    role: 'user',
    content: ${ts(GREETING)},
  }],
});
console.log(reply.choices[0]?.message.content);${
    facts.embeddingModel === null
      ? ''
      : `

const embeddings = await client.embeddings.create({
  model: ${ts(facts.embeddingModel)},
  input: ${ts(GREETING)},
});
console.log(embeddings.data[0]?.embedding.length);`
  }`,
};
