import json

from ollama import Client
from serve import MODELS, PIXEL, SCHEMA, TARGET, TOOL, root_url, serve

client = Client(host=root_url(), headers={"Authorization": f"Bearer {TARGET['key']}"})


def chat(content, model=MODELS["chat"], images=None, **more):
    message = {"role": "user", "content": content, "images": images or []}
    return client.chat(model=model, messages=[message], **more)


def stream(prompt):
    for part in chat(prompt, stream=True):
        yield part.message.content or ""


def call_tool(model, prompt):
    call = chat(prompt, model, tools=[{"type": "function", "function": TOOL}]).message.tool_calls[0].function
    return {"name": call.name, "input": dict(call.arguments)}


def embed(texts):
    return [list(vector) for vector in client.embed(model=MODELS["embed"], input=texts).embeddings]


serve(
    {
        "list": lambda: [model.model for model in client.list().models],
        "chat": lambda prompt: chat(prompt).message.content,
        "stream": stream,
        "complete": lambda prompt: client.generate(model=MODELS["chat"], prompt=prompt).response,
        "embed": embed,
        "callTool": call_tool,
        "describeImage": lambda model, prompt: chat(prompt, model, images=[PIXEL]).message.content,
        "structured": lambda prompt: json.loads(chat(prompt, format=SCHEMA).message.content),
    }
)
