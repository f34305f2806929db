from llama_index.core.llms import ChatMessage
from llama_index.embeddings.openai_like import OpenAILikeEmbedding
from llama_index.llms.openai_like import OpenAILike
from serve import MODELS, TARGET, serve

server = {"api_base": TARGET["baseUrl"], "api_key": TARGET["key"], "max_retries": 0}
llm = OpenAILike(model=MODELS["chat"], is_chat_model=True, **server)
completing = OpenAILike(model=MODELS["chat"], is_chat_model=False, **server)


def stream(prompt):
    for part in llm.stream_chat([ChatMessage(role="user", content=prompt)]):
        yield part.delta or ""


serve(
    {
        "chat": lambda prompt: llm.chat([ChatMessage(role="user", content=prompt)]).message.content,
        "stream": stream,
        "complete": lambda prompt: completing.complete(prompt).text,
        "embed": OpenAILikeEmbedding(model_name=MODELS["embed"], **server).get_text_embedding_batch,
    }
)
