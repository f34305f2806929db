import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isReal } from '../ollama/ollama-under-test.ts';
import { type RunningGateway, startGateway } from '../ollama/start-gateway.ts';
import { type RunningOllama, startOllama } from '../ollama/start-ollama.ts';
import { installTiny, startTinyRegistry } from '../ollama/tiny-library.ts';
import { anthropicClient } from './anthropic-client.ts';
import { INSTALLED as models } from './keyed-host.ts';
import { ollamaClient } from './ollama-client.ts';
import { openaiClient } from './openai-client.ts';

/** Programs on this Mac, which send whatever key they are told to, or none that counts. */
describe('on this Mac, through the listener without a key', () => {
  let server: RunningOllama;
  let gateway: RunningGateway;
  beforeAll(async () => {
    const installed = [models.chat, models.embed];
    server = await startOllama({ fake: { installed, tokensPerSecond: 500, promptDelayMs: 0, loadDelayMs: 0 } });
    if (isReal) {
      const registry = await startTinyRegistry();
      for (const model of ['chat', 'embed'] as const) await installTiny(server, registry, model);
      await registry.close();
    }
    gateway = await startGateway(server.port);
  });
  afterAll(async () => {
    await gateway.close();
    await server.stop();
  });

  test.each([ollamaClient, openaiClient, anthropicClient])('$name works unchanged', async ({ open }) => {
    const client = open({ baseUrl: `${gateway.baseUrl}/v1`, key: 'ollama', models });
    expect((await client.list?.()) ?? [models.chat]).toContain(models.chat);
    expect(await client.chat('Hello')).toMatch(/\w/);
    const pieces: string[] = [];
    for await (const piece of client.stream('Hello', new AbortController().signal)) pieces.push(piece);
    expect(pieces.join('')).toMatch(/\w/);
    expect((await client.embed?.(['one']))?.[0]?.length ?? 1).toBeGreaterThan(0);
    await client.close?.();
  });
});
