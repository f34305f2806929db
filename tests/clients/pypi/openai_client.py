import json

from openai import OpenAI
from serve import MODELS, PIXEL, SCHEMA, TARGET, TOOL, serve

client = OpenAI(base_url=TARGET["baseUrl"], api_key=TARGET["key"], max_retries=0)


def chat(content, model=MODELS["chat"], **more):
    messages = [{"role": "user", "content": content}]
    return client.chat.completions.create(model=model, messages=messages, **more)


def stream(prompt):
    with chat(prompt, stream=True) as chunks:
        for chunk in chunks:
            yield chunk.choices[0].delta.content or ""


def embed(texts):
    return [each.embedding for each in client.embeddings.create(model=MODELS["embed"], input=texts).data]


def call_tool(model, prompt):
    reply = chat(prompt, model, tools=[{"type": "function", "function": TOOL}])
    call = reply.choices[0].message.tool_calls[0].function
    return {"name": call.name, "input": json.loads(call.arguments)}


def describe_image(model, prompt):
    image = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}
    return chat([{"type": "text", "text": prompt}, image], model).choices[0].message.content


def structured(prompt):
    response_format = {"type": "json_schema", "json_schema": {"name": "city", "strict": True, "schema": SCHEMA}}
    return json.loads(chat(prompt, response_format=response_format).choices[0].message.content)


serve(
    {
        "list": lambda: [model.id for model in client.models.list()],
        "chat": lambda prompt: chat(prompt).choices[0].message.content,
        "stream": stream,
        "complete": lambda prompt: client.completions.create(model=MODELS["chat"], prompt=prompt).choices[0].text,
        "embed": embed,
        "callTool": call_tool,
        "describeImage": describe_image,
        "structured": structured,
    }
)
