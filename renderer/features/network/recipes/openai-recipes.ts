import { type ClientRecipe, GREETING, keyFor, type RecipeFacts } from './client-recipe.ts';
import { inDoubleQuotes as py, inTypeScript as ts } from './quote.ts';

function anyText({ needsKey }: RecipeFacts, mark: string): string {
  return needsKey ? '' : `  ${mark} any text will do`;
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
    api_key=${py(keyFor(facts))},${anyText(facts, '#')}
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
  apiKey: ${ts(keyFor(facts))},${anyText(facts, '//')}
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
