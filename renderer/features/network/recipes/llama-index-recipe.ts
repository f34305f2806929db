import { type ClientRecipe, GREETING, keyFor } from './client-recipe.ts';
import { inDoubleQuotes as py } from './quote.ts';

/** Source: developers.llamaindex.ai, `OpenAILike`: the plain `OpenAI` class takes only OpenAI's own model names. */
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
