import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readEvents } from '../ollama/double-events.ts';
import { anthropicBearerClient, anthropicClient } from './anthropic-client.ts';
import type { ClientUnderTest, Target } from './client-under-test.ts';
import { curlClient } from './curl-client.ts';
import { hasPrivateAddress, type KeyedHost, noPrivateAddress, startKeyedHost } from './keyed-host.ts';
import { langchainClient } from './langchain-client.ts';
import { ollamaClient } from './ollama-client.ts';
import { openaiClient, responsesClient } from './openai-client.ts';

const kinds = [
  openaiClient,
  responsesClient,
  langchainClient,
  anthropicClient,
  anthropicBearerClient,
  ollamaClient,
  curlClient,
];
const models = {
  chat: 'llama3.2:latest',
  tools: 'llama3.2:latest',
  vision: 'gemma3:4b',
  embed: 'nomic-embed-text:latest',
};

if (!hasPrivateAddress) noPrivateAddress('tests/clients/matrix');

/** Unmodified clients against a host that wants a key, at an address of this machine that isn't loopback. */
describe.runIf(hasPrivateAddress)('with a key, from another address', () => {
  let host: KeyedHost;
  beforeAll(async () => {
    const installed = ['llama3.2', 'gemma3:4b', 'nomic-embed-text'];
    host = await startKeyedHost({ fake: { installed, tokensPerSecond: 500, promptDelayMs: 0, loadDelayMs: 0 } });
  });
  afterAll(() => host.close());

  const target = (): Target => ({ baseUrl: host.baseUrl, key: host.key, models });
  const ended = (how: string): number => readEvents(host.corral.home).filter(({ event }) => event === how).length;

  describe.each(kinds)('$name', ({ name, open }) => {
    /** Which calls there are doesn't depend on where they go. */
    const has = open({ baseUrl: 'http://localhost/v1', key: 'none', models });
    const client = (): Required<ClientUnderTest> => ({ ...missing, ...open(target()) });

    if (has.list)
      test('lists the models', async () => {
        const listed = await client().list();
        expect(listed).toEqual(expect.arrayContaining([models.chat, models.vision, models.embed]));
      });

    test('chats', async () => {
      expect(await client().chat('Hello from the other room')).toContain('Hello from the other room');
    });

    test('streams', async () => {
      const pieces: string[] = [];
      for await (const piece of client().stream('Say hello', new AbortController().signal)) pieces.push(piece);
      expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(3);
      expect(pieces.join('')).toContain('Say hello');
    });

    test('stops generation when it stops listening', async () => {
      const cancelled = ended('generation-cancelled');
      const abort = new AbortController();
      const read = async (): Promise<void> => {
        for await (const piece of client().stream('Write 5000 tokens', abort.signal)) if (piece !== '') abort.abort();
      };
      await read().catch((error: unknown) => {
        if (!abort.signal.aborted) throw error;
      });
      await vi.waitFor(() => expect(ended('generation-cancelled')).toBe(cancelled + 1), { timeout: 5000 });
    });

    if (has.complete)
      test('completes', async () => {
        expect(await client().complete('Once upon a time')).toContain('Once upon a time');
      });

    if (has.embed)
      test('embeds', async () => {
        const vectors = await client().embed(['one', 'two', 'one']);
        expect(vectors.map((vector) => vector.length)).toEqual([768, 768, 768]);
        expect(vectors[0]).toEqual(vectors[2]);
        expect(vectors[0]).not.toEqual(vectors[1]);
      });

    if (has.callTool)
      test('calls a tool', async () => {
        const call = await client().callTool(models.tools, 'Use get_weather for Oslo');
        expect(call).toEqual({ name: 'get_weather', input: { city: expect.stringContaining('Oslo') } });
      });

    // The double takes pictures on /v1/messages but doesn't tell of them.
    if (has.describeImage)
      test('sends a picture', async () => {
        expect(await client().describeImage(models.vision, 'What is this?')).toContain(
          name.startsWith('Anthropic') ? 'What is this?' : 'You sent a picture',
        );
      });

    if (has.structured)
      test('gets an object of the asked shape', async () => {
        expect(await client().structured('Oslo has 700000')).toEqual({ city: 'Oslo has 700000', inhabitants: 700_000 });
      });

    test('is told 401 with a wrong key', async () => {
      const wrong = open({ ...target(), key: 'corral-0000' });
      await expect(wrong.chat('Hello')).rejects.toThrow(/401|API key/i);
    });
  });
});

const absent = (): never => {
  throw new Error('this client has no such call');
};
const missing = {
  list: absent,
  complete: absent,
  embed: absent,
  callTool: absent,
  describeImage: absent,
  structured: absent,
};
