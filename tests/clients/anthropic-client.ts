import Anthropic from '@anthropic-ai/sdk';
import { type ClientKind, PIXEL, rootOf, type Target, TOOL } from './client-under-test.ts';
import { ENDLESS } from './keyed-host.ts';

/** The API requires a limit. */
function maxTokens(model: string): number {
  return model === ENDLESS ? 6000 : 200;
}

function anthropic(name: string, credential: (key: string) => { apiKey: string | null; authToken: string | null }) {
  return {
    name,
    open: ({ baseUrl, key, models }: Target) => {
      const client = new Anthropic({ baseURL: rootOf(baseUrl), ...credential(key), maxRetries: 0 });
      const messageRequest = (content: Anthropic.MessageParam['content'], model = models.chat) => ({
        model,
        max_tokens: maxTokens(model),
        messages: [{ role: 'user' as const, content }],
      });
      const textOf = ({ content }: Anthropic.Message): string =>
        content.map((block) => (block.type === 'text' ? block.text : '')).join('');
      return {
        list: async () => (await client.models.list()).data.map(({ id }) => id),
        chat: async (prompt: string) => textOf(await client.messages.create(messageRequest(prompt))),
        async *stream(prompt: string, signal: AbortSignal) {
          for await (const event of await client.messages.create(
            { ...messageRequest(prompt), stream: true },
            { signal },
          )) {
            if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text;
          }
        },
        async callTool(model: string, prompt: string) {
          const { name: toolName, description, parameters } = TOOL;
          const input_schema = { ...parameters, required: [...parameters.required] };
          const tools = [{ name: toolName, description, input_schema }];
          const { content } = await client.messages.create({ ...messageRequest(prompt, model), tools });
          const call = content.find((block) => block.type === 'tool_use');
          if (call === undefined) throw new Error(`no call: ${JSON.stringify(content)}`);
          return { name: call.name, input: call.input };
        },
        async describeImage(model: string, text: string) {
          const source = { type: 'base64' as const, media_type: 'image/png' as const, data: PIXEL };
          return textOf(
            await client.messages.create(
              messageRequest(
                [
                  { type: 'image', source },
                  { type: 'text', text },
                ],
                model,
              ),
            ),
          );
        },
      };
    },
  };
}

/** The key as most programs send it: in `x-api-key`. */
export const anthropicClient: ClientKind = anthropic('Anthropic SDK, x-api-key', (key) => ({
  apiKey: key,
  authToken: null,
}));

/** The key as Claude Code sends it: as a bearer token. */
export const anthropicBearerClient: ClientKind = anthropic('Anthropic SDK, bearer token', (key) => ({
  apiKey: null,
  authToken: key,
}));
