from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI, OpenAI, OpenAIEmbeddings
from serve import MODELS, PIXEL, SCHEMA, TARGET, TOOL, serve

server = {"base_url": TARGET["baseUrl"], "api_key": TARGET["key"], "max_retries": 0}
llm = ChatOpenAI(model=MODELS["chat"], **server)


def complete(prompt):
    # `invoke` sends a list of prompts, of which Ollama takes none; a stream sends one.
    return "".join(OpenAI(model=MODELS["chat"], **server).stream(prompt))


def embed(texts):
    embeddings = OpenAIEmbeddings(model=MODELS["embed"], check_embedding_ctx_length=False, **server)
    return embeddings.embed_documents(texts)


def call_tool(model, prompt):
    with_tool = ChatOpenAI(model=model, **server).bind_tools([{"type": "function", "function": TOOL}])
    call = with_tool.invoke(prompt).tool_calls[0]
    return {"name": call["name"], "input": call["args"]}


def describe_image(model, prompt):
    image = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}
    message = HumanMessage(content=[{"type": "text", "text": prompt}, image])
    return ChatOpenAI(model=model, **server).invoke([message]).text


serve(
    {
        "chat": lambda prompt: llm.invoke(prompt).text,
        "stream": lambda prompt: (chunk.text for chunk in llm.stream(prompt)),
        "complete": complete,
        "embed": embed,
        "callTool": call_tool,
        "describeImage": describe_image,
        "structured": llm.with_structured_output({**SCHEMA, "title": "city"}, method="json_schema").invoke,
    }
)
