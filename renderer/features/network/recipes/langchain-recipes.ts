import { type ClientRecipe, GREETING, keyFor } from './client-recipe.ts';
import { inDoubleQuotes as py, inTypeScript as ts } from './quote.ts';

/**
 * Source: reference.langchain.com, `langchain_openai`. Unless `check_embedding_ctx_length` is off, texts are sent as the numbers of
 * OpenAI's own tokens, which other models don't know.
 */
export const langchainPythonRecipe: ClientRecipe = {
  id: 'langchain-python',
  name: 'LangChain Python',
  place: 'Python',
  text: (facts) => `# pip install langchain-openai
from langchain_openai import ChatOpenAI${facts.embeddingModel === null ? '' : ', OpenAIEmbeddings'}

server = {
    "base_url": ${py(facts.baseUrl)},
    "api_key": ${py(keyFor(facts))},
}
llm = ChatOpenAI(model=${py(facts.chatModel)}, **server)
print(llm.invoke(${py(GREETING)}).content)${
    facts.embeddingModel === null
      ? ''
      : `

embeddings = OpenAIEmbeddings(
    model=${py(facts.embeddingModel)},
    check_embedding_ctx_length=False,
    **server,
)
print(len(embeddings.embed_query(${py(GREETING)})))`
  }`,
};

/** Source: docs.langchain.com, integrations of `@langchain/openai`, "Custom URLs". */
export const langchainTypescriptRecipe: ClientRecipe = {
  id: 'langchain-typescript',
  name: 'LangChain TS',
  place: 'TypeScript',
  text: (facts) => `// npm install @langchain/openai @langchain/core
import { ChatOpenAI${facts.embeddingModel === null ? '' : ', OpenAIEmbeddings'} } from '@langchain/openai';

const server = {
  apiKey: ${ts(keyFor(facts))},
  configuration: { baseURL: ${ts(facts.baseUrl)} },
};
const llm = new ChatOpenAI({ model: ${ts(facts.chatModel)}, ...server });
console.log((await llm.invoke(${ts(GREETING)})).text);${
    facts.embeddingModel === null
      ? ''
      : `

const embeddings = new OpenAIEmbeddings({
  model: ${ts(facts.embeddingModel)},
  ...server,
});
console.log((await embeddings.embedQuery(${ts(GREETING)})).length);`
  }`,
};
