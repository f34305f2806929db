import { Ollama } from 'ollama';
import { CITY_SCHEMA, type ClientKind, PIXEL, rootOf, TOOL } from './client-under-test.ts';

/** The `ollama` package on the native API. */
export const ollamaClient: ClientKind = {
  name: 'ollama',
  open: ({ baseUrl, key, models }) => {
    const client = new Ollama({ host: rootOf(baseUrl), headers: { Authorization: `Bearer ${key}` } });
    const chatRequest = (content: string, model = models.chat) => ({ model, messages: [{ role: 'user', content }] });
    return {
      list: async () => (await client.list()).models.map(({ name }) => name),
      chat: async (prompt) => (await client.chat(chatRequest(prompt))).message.content,
      async *stream(prompt, signal) {
        const stream = await client.chat({ ...chatRequest(prompt), stream: true });
        signal.addEventListener('abort', () => stream.abort());
        for await (const part of stream) yield part.message.content;
      },
      async complete(prompt) {
        const options = { num_predict: 40 };
        return (await client.generate({ model: models.chat, prompt, options })).response ?? '';
      },
      embed: async (texts) => (await client.embed({ model: models.embed, input: [...texts] })).embeddings,
      async callTool(model, prompt) {
        const parameters = { ...TOOL.parameters, required: [...TOOL.parameters.required] };
        const tools = [{ type: 'function', function: { ...TOOL, parameters } }];
        const { message } = await client.chat({ ...chatRequest(prompt, model), tools });
        const [call] = message.tool_calls ?? [];
        if (call === undefined) throw new Error(`no call: ${JSON.stringify(message)}`);
        return { name: call.function.name, input: call.function.arguments };
      },
      async describeImage(model, content) {
        return (await client.chat({ model, messages: [{ role: 'user', content, images: [PIXEL] }] })).message.content;
      },
      structured: async (prompt) =>
        JSON.parse((await client.chat({ ...chatRequest(prompt), format: CITY_SCHEMA })).message.content),
    };
  },
};
