from anthropic import Anthropic
from serve import MODELS, PIXEL, TARGET, TOOL, root_url, serve

client = Anthropic(base_url=root_url(), api_key=TARGET["key"], max_retries=0)


def chat(content, model=MODELS["chat"], **more):
    messages = [{"role": "user", "content": content}]
    return client.messages.create(model=model, max_tokens=6000, messages=messages, **more)


def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def stream(prompt):
    with chat(prompt, stream=True) as events:
        for event in events:
            if event.type == "content_block_delta" and event.delta.type == "text_delta":
                yield event.delta.text


def call_tool(model, prompt):
    tool = {"name": TOOL["name"], "description": TOOL["description"], "input_schema": TOOL["parameters"]}
    call = next(block for block in chat(prompt, model, tools=[tool]).content if block.type == "tool_use")
    return {"name": call.name, "input": call.input}


def describe_image(model, prompt):
    source = {"type": "base64", "media_type": "image/png", "data": PIXEL}
    return text_of(chat([{"type": "image", "source": source}, {"type": "text", "text": prompt}], model))


serve(
    {
        "list": lambda: [model.id for model in client.models.list()],
        "chat": lambda prompt: text_of(chat(prompt)),
        "stream": stream,
        "callTool": call_tool,
        "describeImage": describe_image,
    }
)
