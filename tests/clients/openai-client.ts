import OpenAI from 'openai';
import { CITY_SCHEMA, type ClientKind, PIXEL, TOOL } from './client-under-test.ts';

const image = `data:image/png;base64,${PIXEL}`;

/** The `openai` package on Chat Completions, and the other routes of that API. */
export const openaiClient: ClientKind = {
  name: 'openai',
  open: ({ baseUrl, key, models }) => {
    const client = new OpenAI({ baseURL: baseUrl, apiKey: key, maxRetries: 0 });
    const chatRequest = (content: string) => ({ model: models.chat, messages: [{ role: 'user' as const, content }] });
    return {
      list: async () => (await client.models.list()).data.map(({ id }) => id),
      chat: async (prompt) =>
        (await client.chat.completions.create(chatRequest(prompt))).choices[0]?.message.content ?? '',
      async *stream(prompt, signal) {
        const stream = await client.chat.completions.create({ ...chatRequest(prompt), stream: true }, { signal });
        for await (const chunk of stream) yield chunk.choices[0]?.delta.content ?? '';
      },
      complete: async (prompt) =>
        (await client.completions.create({ model: models.chat, prompt, max_tokens: 40 })).choices[0]?.text ?? '',
      embed: async (texts) => {
        const { data } = await client.embeddings.create({ model: models.embed, input: [...texts] });
        return data.map(({ embedding }) => embedding);
      },
      async callTool(model, prompt) {
        const tools = [{ type: 'function' as const, function: { ...TOOL } }];
        const { choices } = await client.chat.completions.create({ ...chatRequest(prompt), model, tools });
        const [call] = choices[0]?.message.tool_calls ?? [];
        if (call?.type !== 'function') throw new Error(`no call: ${JSON.stringify(choices)}`);
        return { name: call.function.name, input: JSON.parse(call.function.arguments) };
      },
      async describeImage(model, text) {
        const content = [
          { type: 'text' as const, text },
          { type: 'image_url' as const, image_url: { url: image } },
        ];
        const { choices } = await client.chat.completions.create({ model, messages: [{ role: 'user', content }] });
        return choices[0]?.message.content ?? '';
      },
      async structured(prompt) {
        const json_schema = { name: 'city', strict: true, schema: CITY_SCHEMA };
        const reply = await client.chat.completions.parse({
          ...chatRequest(prompt),
          response_format: { type: 'json_schema', json_schema },
        });
        return reply.choices[0]?.message.parsed;
      },
    };
  },
};

/** The `openai` package on Responses, which Codex uses. */
export const responsesClient: ClientKind = {
  name: 'openai, Responses API',
  open: ({ baseUrl, key, models }) => {
    const client = new OpenAI({ baseURL: baseUrl, apiKey: key, maxRetries: 0 });
    return {
      list: async () => (await client.models.list()).data.map(({ id }) => id),
      chat: async (input) => (await client.responses.create({ model: models.chat, input })).output_text,
      async *stream(input, signal) {
        const stream = await client.responses.create({ model: models.chat, input, stream: true }, { signal });
        for await (const event of stream) if (event.type === 'response.output_text.delta') yield event.delta;
      },
      async callTool(model, input) {
        const tools = [{ type: 'function' as const, ...TOOL, strict: false }];
        const { output } = await client.responses.create({ model, input, tools });
        const call = output.find((item) => item.type === 'function_call');
        if (call === undefined) throw new Error(`no call: ${JSON.stringify(output)}`);
        return { name: call.name, input: JSON.parse(call.arguments) };
      },
      async describeImage(model, text) {
        const content = [
          { type: 'input_text' as const, text },
          { type: 'input_image' as const, image_url: image, detail: 'auto' as const },
        ];
        return (await client.responses.create({ model, input: [{ role: 'user', content }] })).output_text;
      },
      async structured(input) {
        const format = { type: 'json_schema' as const, name: 'city', schema: CITY_SCHEMA };
        return JSON.parse((await client.responses.create({ model: models.chat, input, text: { format } })).output_text);
      },
    };
  },
};
