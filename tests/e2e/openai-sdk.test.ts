import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { type Corral, startCorral } from './start-corral.ts';

/** The official package, unmodified, as any app would use it. */
let corral: Corral;
beforeAll(async () => {
  corral = await startCorral({
    fake: { installed: ['tinyllama', 'llama3.2:1b', 'nomic-embed-text'], tokensPerSecond: 500 },
  });
  await eventually(() => fetch(`${corral.ollamaUrl}/api/version`));
});
afterAll(() => corral.dispose());

describe.each([
  ["the server's address, any key", () => ({ baseURL: `http://localhost:${corral.ollamaPort}/v1`, apiKey: 'x' })],
  ["the server's address, the usual key", () => ({ baseURL: `${corral.ollamaUrl}/v1`, apiKey: 'ollama' })],
  ["the host's origin with the printed token", () => ({ baseURL: `${corral.origin}/v1`, apiKey: corral.token })],
])('%s', (_name, options) => {
  const client = () => new OpenAI({ ...options(), maxRetries: 0 });

  test('lists models', async () => {
    const ids = (await client().models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['tinyllama:latest', 'llama3.2:1b', 'nomic-embed-text:latest']));
  });

  test.each(['tinyllama', 'llama3.2:1b'])('chats with %s', async (model) => {
    const messages = [{ role: 'user' as const, content: 'Say hello' }];
    const whole = await client().chat.completions.create({ model, messages });
    expect(whole.choices[0]?.message.content).not.toBe('');

    const pieces: string[] = [];
    let finish: string | null = null;
    for await (const chunk of await client().chat.completions.create({ model, messages, stream: true })) {
      pieces.push(chunk.choices[0]?.delta.content ?? '');
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1);
    expect(finish).toBe('stop');
  });

  test('completes', async () => {
    const { choices } = await client().completions.create({ model: 'tinyllama', prompt: 'Once upon a time' });
    expect(choices[0]?.text).not.toBe('');
  });

  test('embeds', async () => {
    const { data } = await client().embeddings.create({ model: 'nomic-embed-text', input: ['one', 'two'] });
    expect(data).toHaveLength(2);
    expect(data[0]?.embedding.length).toBe(768);
  });

  test('an unknown model gives the API’s 404', async () => {
    const chat = client().chat.completions.create({ model: 'nope', messages: [{ role: 'user', content: 'x' }] });
    await expect(chat).rejects.toMatchObject({ status: 404 });
  });
});

test('an invalid token gives the API’s 401', async () => {
  const client = new OpenAI({ baseURL: `${corral.origin}/v1`, apiKey: 'wrong', maxRetries: 0 });
  await expect(client.models.list()).rejects.toMatchObject({ status: 401 });
});
