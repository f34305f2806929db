import { type ClientRecipe, GREETING, keyFor } from './client-recipe.ts';
import { inDoubleQuotes as py, inTypeScript as ts } from './quote.ts';

/**
 * Source: reference.langchain.com, `langchain_openai`. Unless `check_embedding_ctx_length` is off, texts are sent as token ids of
 * OpenAI's tokenizer, which other models don't share.
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

/** Source: developers.llamaindex.ai, `OpenAILike`: the `OpenAI` class accepts only OpenAI's model names. */
export const llamaIndexRecipe: ClientRecipe = {
  id: 'llama-index',
  name: 'LlamaIndex',
  place: 'Python',
  text: (facts) => {
    const embeds = facts.embeddingModel !== null;
    const packages = ['llama-index-llms-openai-like', ...(embeds ? ['llama-index-embeddings-openai-like'] : [])];
    return `# pip install ${packages.join(' \\\n#   ')}
${embeds ? 'from llama_index.embeddings.openai_like import OpenAILikeEmbedding\n' : ''}from llama_index.llms.openai_like import OpenAILike

server = {
    "api_base": ${py(facts.baseUrl)},
    "api_key": ${py(keyFor(facts))},
}
llm = OpenAILike(
    model=${py(facts.chatModel)},
    context_window=${facts.contextLength},
    is_chat_model=True,
    **server,
)
print(llm.complete(${py(GREETING)}))${
      facts.embeddingModel === null
        ? ''
        : `

embeddings = OpenAILikeEmbedding(
    model_name=${py(facts.embeddingModel)},
    **server,
)
print(len(embeddings.get_text_embedding(${py(GREETING)})))`
    }`;
  },
};
