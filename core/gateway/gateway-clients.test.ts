import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { FAST } from '../../tests/ollama/fake-servers.ts';
import { type RunningOllama, startOllama } from '../../tests/ollama/start-ollama.ts';
import { type GatewayFixture, openGatewayFixture, SECRETS } from './testing/gateway-fixture.ts';

const INSTALLED = ['llama3.2', 'nomic-embed-text'];

describe('clients of a keyed listener', () => {
  let server: RunningOllama;
  let fixture: GatewayFixture;
  let openai: OpenAI;
  const ollama = (secret: string) => new Ollama({ host: fixture.url, headers: { Authorization: `Bearer ${secret}` } });

  beforeAll(async () => {
    server = await startOllama({ fake: { ...FAST, installed: INSTALLED } });
    fixture = await openGatewayFixture({ upstream: () => ({ host: '127.0.0.1', port: server.port }) });
    openai = new OpenAI({ baseURL: `${fixture.url}/v1`, apiKey: SECRETS.inference, maxRetries: 0 });
  });
  beforeEach(() => {
    fixture.records.length = 0;
    server.setFake({});
  });
  afterAll(async () => {
    await fixture.close();
    await server.stop();
    expect(fixture.unexpected).toEqual([]);
  });

  const chatRequest = (text: string) => ({ model: 'llama3.2', messages: [{ role: 'user' as const, content: text }] });

  it('lists models', async () => {
    const names = (await openai.models.list()).data.map(({ id }) => id);
    expect(names).toEqual(expect.arrayContaining(['llama3.2:latest', 'nomic-embed-text:latest']));
    expect((await openai.models.retrieve('llama3.2')).id).toBe('llama3.2:latest');
    expect(fixture.records.at(-1)).toMatchObject({
      path: '/v1/models/llama3.2',
      model: 'llama3.2:latest',
      status: 200,
    });
  });

  it('chats, and records the tokens', async () => {
    const response = await openai.chat.completions.create(chatRequest('Hello'));
    expect(response.choices[0]?.message.content).toContain('Hello');
    const usage = { promptTokens: response.usage?.prompt_tokens, completionTokens: response.usage?.completion_tokens };
    expect(fixture.records).toMatchObject([
      {
        method: 'POST',
        path: '/v1/chat/completions',
        model: 'llama3.2:latest',
        status: 200,
        outcome: 'done',
        ...usage,
      },
    ]);
    expect(fixture.records[0]).toMatchObject({ client: '127.0.0.1', key: { id: 'inference', name: 'Key inference' } });
    expect(fixture.used.at(-1)).toEqual(['inference', '127.0.0.1']);
  });

  it('removes the usage that the client didn’t request from a stream, and records it', async () => {
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of await openai.chat.completions.create({ ...chatRequest('Hello'), stream: true }))
      chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toContain('Hello');
    expect(chunks.every(({ choices, usage }) => choices.length === 1 && usage === undefined)).toBe(true);
    await expect.poll(() => fixture.records[0]?.outcome).toBe('done');
    expect(fixture.records[0]?.completionTokens).toBeGreaterThan(0);
    expect(fixture.records[0]?.promptTokens).toBeGreaterThan(0);
  });

  it('streams the usage to a client that requests it', async () => {
    const request = { ...chatRequest('Hello'), stream: true, stream_options: { include_usage: true } } as const;
    let last: OpenAI.ChatCompletionChunk | undefined;
    for await (const chunk of await openai.chat.completions.create(request)) last = chunk;
    expect(last?.usage?.completion_tokens).toBeGreaterThan(0);
  });

  it('completes, also as a stream', async () => {
    const prompt = { model: 'gpt-4o-mini', prompt: 'Once' };
    expect((await openai.completions.create(prompt)).choices[0]?.text).toContain('Once');
    const chunks: OpenAI.Completion[] = [];
    for await (const chunk of await openai.completions.create({ ...prompt, stream: true })) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.text ?? '').join('')).toContain('Once');
    expect(chunks.every(({ choices, usage }) => choices.length === 1 && usage === undefined)).toBe(true);
    await expect.poll(() => fixture.records.at(-1)?.completionTokens).toBeGreaterThan(0);
  });

  it('embeds, calls tools, and creates responses', async () => {
    const embedded = await openai.embeddings.create({ model: 'nomic-embed-text', input: ['a', 'b'] });
    expect(embedded.data).toHaveLength(2);
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }];
    const called = await openai.chat.completions.create({ ...chatRequest('Weather in Paris?'), tools });
    expect(called.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'weather' } });
    const response = await openai.responses.create({ model: 'llama3.2', input: 'Hello' });
    expect(response.output_text).toContain('Hello');
    await expect.poll(() => fixture.records.at(-1)).toMatchObject({ outcome: 'done', path: '/v1/responses' });
    expect(fixture.records.at(-1)?.completionTokens).toBeGreaterThan(0);
  });

  it('stops generation when the client disconnects, before and after the first token', async () => {
    server.setFake({ promptDelayMs: 60_000 });
    const early = new AbortController();
    const waiting = openai.chat.completions.create(chatRequest('Hello'), { signal: early.signal });
    await expect
      .poll(() => server.events().filter(({ event }) => event === 'generation-started').length)
      .toBeGreaterThan(0);
    const before = server.events().filter(({ event }) => event === 'generation-canceled').length;
    await expect.poll(() => fixture.records.length).toBe(1);
    early.abort();
    await expect(waiting).rejects.toThrow();
    await expect
      .poll(() => server.events().filter(({ event }) => event === 'generation-canceled').length)
      .toBe(before + 1);
    await expect.poll(() => fixture.records[0]?.outcome).toBe('canceled');
    expect(fixture.records[0]?.status ?? null).toBeNull();

    server.setFake({ tokensPerSecond: 20 });
    const stream = await openai.chat.completions.create({ ...chatRequest('Tell me 400 tokens'), stream: true });
    for await (const _chunk of stream) break;
    await expect
      .poll(() => server.events().filter(({ event }) => event === 'generation-canceled').length)
      .toBe(before + 2);
    await expect.poll(() => fixture.records[1]?.outcome).toBe('canceled');
  });

  it.each([
    ['/v1/messages', { max_tokens: 50, messages: [{ role: 'user', content: 'Hello' }] }],
    ['/v1/responses', { input: 'Hello' }],
    ['/api/chat', { messages: [{ role: 'user', content: 'Hello' }] }],
    ['/api/generate', { prompt: 'Hello' }],
  ])('records a response of %s that breaks off as failed, though its status was 200', async (path, body) => {
    const outcomeOf = async (switches: Parameters<RunningOllama['setFake']>[0]): Promise<string | undefined> => {
      server.setFake(switches);
      const headers = { authorization: `Bearer ${SECRETS.inference}`, 'content-type': 'application/json' };
      const sent = JSON.stringify({ model: 'llama3.2', stream: true, ...body });
      const response = await fetch(fixture.url + path, { method: 'POST', headers, body: sent });
      expect(response.status).toBe(200);
      await response.text();
      await expect.poll(() => fixture.records.at(-1)?.outcome).not.toBe('running');
      return fixture.records.at(-1)?.outcome;
    };
    expect(await outcomeOf({})).toBe('done');
    expect(await outcomeOf({ streamError: { afterTokens: 3, kind: 'error' } })).toBe('failed');
    expect(await outcomeOf({ streamError: { afterTokens: 3, kind: 'noDone' } })).toBe('failed');
  });

  it('interrupts requests whose key is revoked', async () => {
    const other = await openGatewayFixture({ upstream: () => ({ host: '127.0.0.1', port: server.port }) });
    server.setFake({ tokensPerSecond: 20 });
    const client = new OpenAI({ baseURL: `${other.url}/v1`, apiKey: SECRETS.inference, maxRetries: 0 });
    const stream = await client.chat.completions.create({ ...chatRequest('Tell me 400 tokens'), stream: true });
    const read = async () => {
      for await (const _chunk of stream) other.revoke(SECRETS.inference);
    };
    await expect(read()).rejects.toThrow();
    await expect(client.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    await other.close();
  });

  it('manages models over the native API only with a key for it', async () => {
    const full = ollama(SECRETS.full);
    await full.copy({ source: 'llama3.2', destination: 'mine' });
    expect((await full.list()).models.map(({ name }) => name)).toContain('mine:latest');
    expect((await full.show({ model: 'mine' })).details.format).toBe('gguf');
    await full.delete({ model: 'mine' });
    for await (const line of await full.pull({ model: 'tinyllama', stream: true })) expect(line.status).not.toBe('');
    expect((await full.list()).models.map(({ name }) => name)).toContain('tinyllama:latest');
    const inference = ollama(SECRETS.inference);
    const response = await inference.chat({ ...chatRequest('Hello'), stream: false });
    expect(response.message.content).toContain('Hello');
    await eventually(() =>
      expect(fixture.records.at(-1)).toMatchObject({ outcome: 'done', completionTokens: response.eval_count }),
    );
    await expect(inference.delete({ model: 'tinyllama' })).rejects.toThrow("can use models but can't manage them");
    await expect(inference.pull({ model: 'tinyllama' })).rejects.toThrow("can use models but can't manage them");
  });

  it('don’t tell a restricted key by the length of a list how many models there are', async () => {
    const length = async (secret: string) => {
      const headers = { authorization: `Bearer ${secret}` };
      return (await fetch(`${fixture.url}/api/tags`, { method: 'HEAD', headers })).headers.get('content-length');
    };
    expect(Number(await length(SECRETS.inference))).toBeGreaterThan(100);
    expect(await length(SECRETS.listed)).toBeNull();
  });

  it('lists only the models of a restricted key, and their aliases', async () => {
    const listed = ollama(SECRETS.listed);
    expect((await listed.list()).models.map(({ name }) => name)).toEqual(['llama3.2:latest']);
    const client = new OpenAI({ baseURL: `${fixture.url}/v1`, apiKey: SECRETS.listed, maxRetries: 0 });
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['llama3.2:latest', 'gpt-4o-mini']);
    await expect(client.embeddings.create({ model: 'nomic-embed-text', input: 'a' })).rejects.toMatchObject({
      status: 403,
      code: 'model_not_allowed',
    });
    expect((await client.chat.completions.create({ ...chatRequest('Hi'), model: 'LLAMA3.2' })).choices).toHaveLength(1);
  });
});
