import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAI as CompletionOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { CITY_SCHEMA, type ClientKind, PIXEL, TOOL } from './client-under-test.ts';

/** LangChain's OpenAI integration. It has no call that lists models. */
export const langchainClient: ClientKind = {
  name: 'LangChain',
  open: ({ baseUrl, key, models }) => {
    const server = { apiKey: key, maxRetries: 0, configuration: { baseURL: baseUrl } };
    const chat = (model: string) => new ChatOpenAI({ model, ...server });
    return {
      async chat(prompt) {
        return (await chat(models.chat).invoke(prompt)).text;
      },
      async *stream(prompt, signal) {
        for await (const chunk of await chat(models.chat).stream(prompt, { signal })) yield chunk.text;
      },
      // `invoke` sends a list of prompts, of which Ollama takes none; a stream sends one.
      async complete(prompt) {
        const pieces: string[] = [];
        for await (const piece of await new CompletionOpenAI({ model: models.chat, maxTokens: 40, ...server }).stream(
          prompt,
        )) {
          pieces.push(piece);
        }
        return pieces.join('');
      },
      embed: (texts) => new OpenAIEmbeddings({ model: models.embed, ...server }).embedDocuments([...texts]),
      async callTool(model, prompt) {
        const withTool = chat(model).bindTools([{ type: 'function', function: { ...TOOL } }]);
        const { tool_calls: calls = [] } = await withTool.invoke(prompt);
        const [call] = calls;
        if (call === undefined) throw new Error('no call');
        return { name: call.name, input: call.args };
      },
      async describeImage(model, text) {
        const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } };
        return (await chat(model).invoke([new HumanMessage({ content: [{ type: 'text', text }, image] })])).text;
      },
      structured: (prompt) =>
        chat(models.chat)
          .withStructuredOutput({ ...CITY_SCHEMA, title: 'city' }, { method: 'jsonSchema' })
          .invoke(prompt),
    };
  },
};
