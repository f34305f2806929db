import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { CITY_SCHEMA, type ClientKind, PIXEL, type Target, TOOL } from './client-under-test.ts';

const ListBody = z.object({ data: z.array(z.object({ id: z.string() })) });
const ToolCall = z.object({ function: z.object({ name: z.string(), arguments: z.string() }) });
const Message = z.object({ content: z.string().nullish(), tool_calls: z.array(ToolCall).optional() });
const ChatBody = z.object({ choices: z.tuple([z.object({ message: Message })]) });
const ChunkBody = z.object({ choices: z.array(z.object({ delta: Message })) });
const CompletionBody = z.object({ choices: z.tuple([z.object({ text: z.string() })]) });
const EmbeddingBody = z.object({ data: z.array(z.object({ embedding: z.array(z.number()) })) });

/** curl's error for a status that isn't a success; it contains the status. */
class CurlError extends Error {
  readonly status: number | null;
  constructor(message: string) {
    super(message);
    this.status = Number(/error: (\d{3})/.exec(message)?.[1] ?? Number.NaN);
  }
}

function start({ baseUrl, key }: Target, path: string, body?: object) {
  const sent = body === undefined ? [] : ['-H', 'Content-Type: application/json', '--data-binary', '@-'];
  const authorization = `Authorization: Bearer ${key}`;
  const curl = spawn('curl', ['-sSN', '--fail', '--noproxy', '*', '-H', authorization, ...sent, `${baseUrl}${path}`]);
  curl.stdin.end(body === undefined ? '' : JSON.stringify(body));
  return curl;
}

async function requestJson(target: Target, path: string, body?: object): Promise<unknown> {
  const curl = start(target, path, body);
  const [output, errors] = await Promise.all([text(curl.stdout), text(curl.stderr)]);
  if (errors !== '') throw new CurlError(errors);
  return JSON.parse(output);
}

/** curl itself, one process a request. */
export const curlClient: ClientKind = {
  name: 'curl',
  open: (target) => {
    const { models } = target;
    const chat = async (body: object): Promise<z.infer<typeof Message>> =>
      ChatBody.parse(await requestJson(target, '/chat/completions', body)).choices[0].message;
    const user = (content: unknown, model = models.chat) => ({ model, messages: [{ role: 'user', content }] });
    return {
      list: async () => ListBody.parse(await requestJson(target, '/models')).data.map(({ id }) => id),
      chat: async (prompt) => (await chat(user(prompt))).content ?? '',
      async *stream(prompt, signal) {
        const curl = start(target, '/chat/completions', { ...user(prompt), stream: true });
        signal.addEventListener('abort', () => curl.kill('SIGINT'));
        for await (const line of createInterface({ input: curl.stdout })) {
          if (!line.startsWith('data: {')) continue;
          yield ChunkBody.parse(JSON.parse(line.slice('data: '.length))).choices[0]?.delta.content ?? '';
        }
      },
      complete: async (prompt) => {
        const body = { model: models.chat, prompt, max_tokens: 40 };
        return CompletionBody.parse(await requestJson(target, '/completions', body)).choices[0].text;
      },
      embed: async (input) => {
        const body = EmbeddingBody.parse(await requestJson(target, '/embeddings', { model: models.embed, input }));
        return body.data.map(({ embedding }) => embedding);
      },
      async callTool(model, prompt) {
        const message = await chat({ ...user(prompt, model), tools: [{ type: 'function', function: TOOL }] });
        const { name, arguments: input } = ToolCall.parse(message.tool_calls?.[0]).function;
        return { name, input: JSON.parse(input) };
      },
      async describeImage(model, prompt) {
        const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } };
        return (await chat(user([{ type: 'text', text: prompt }, image], model))).content ?? '';
      },
      async structured(prompt) {
        const response_format = { type: 'json_schema', json_schema: { name: 'city', schema: CITY_SCHEMA } };
        return JSON.parse((await chat({ ...user(prompt), response_format })).content ?? '');
      },
    };
  },
};
