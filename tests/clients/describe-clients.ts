import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { readEvents } from '../ollama/fake-events.ts';
import { isReal } from '../ollama/ollama-under-test.ts';
import type { ClientKind, ClientUnderTest } from './client-under-test.ts';
import {
  ENDLESS,
  hasPrivateAddress,
  type KeyedHost,
  INSTALLED as models,
  reportNoPrivateAddress,
  startKeyedHost,
  VECTOR_LENGTH,
} from './keyed-host.ts';

/** The fake repeats the prompt; the real server's model generates random words. */
function responseTo(prompt: string) {
  return isReal ? expect.stringMatching(/\w/) : expect.stringContaining(prompt);
}

/** The same tests for every client, against a host that requires a key, at an address of this machine that isn't loopback. */
export function describeClients(kinds: readonly ClientKind[]): void {
  if (!hasPrivateAddress) reportNoPrivateAddress('The clients');

  describe.runIf(hasPrivateAddress)('with a key, from another address', () => {
    let host: KeyedHost;
    beforeAll(async () => {
      host = await startKeyedHost();
    });
    afterAll(() => host.close());

    const stopped = (): number =>
      readEvents(host.corral.home).filter(({ event }) => event === 'generation-canceled').length;

    describe.each(kinds)('$name', ({ open }) => {
      /** Which calls a client has doesn't depend on where it connects to. */
      const has = open({ baseUrl: 'http://localhost/v1', key: 'none', models });
      let client: ClientUnderTest;
      beforeAll(() => {
        client = open({ baseUrl: host.baseUrl, key: host.key, models });
      });
      afterAll(() => client.close?.());

      if (has.list)
        test('lists the models', async () => {
          const listed = await client.list?.();
          expect(listed).toEqual(expect.arrayContaining([models.chat, models.vision, models.embed]));
        });

      test('chats', async () => {
        expect(await client.chat('Hello from the other room')).toEqual(responseTo('Hello from the other room'));
      });

      test('streams', async () => {
        const pieces: string[] = [];
        for await (const piece of client.stream('Say hello', new AbortController().signal)) pieces.push(piece);
        expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(3);
        expect(pieces.join('')).toEqual(responseTo('Say hello'));
      });

      test('stops generation when it stops reading', async () => {
        const before = { canceled: await host.canceled(), stopped: stopped() };
        const endless = open({ baseUrl: host.baseUrl, key: host.key, models: { ...models, chat: ENDLESS } });
        const abort = new AbortController();
        const read = async (): Promise<void> => {
          for await (const piece of endless.stream('Write 5000 tokens', abort.signal)) if (piece !== '') abort.abort();
        };
        await read().catch((error: unknown) => {
          if (!abort.signal.aborted) throw error;
        });
        await eventually(async () => expect(await host.canceled()).toBe(before.canceled + 1));
        if (!isReal) await eventually(() => expect(stopped()).toBe(before.stopped + 1));
        await endless.close?.();
      });

      if (has.complete)
        test('completes', async () => {
          expect(await client.complete?.('Once upon a time')).toEqual(responseTo('Once upon a time'));
        });

      if (has.embed)
        test('embeds', async () => {
          const vectors = await client.embed?.(['one', 'two', 'one']);
          expect(vectors?.map((vector) => vector.length)).toEqual([VECTOR_LENGTH, VECTOR_LENGTH, VECTOR_LENGTH]);
          expect(vectors?.[0]).toEqual(vectors?.[2]);
          expect(vectors?.[0]).not.toEqual(vectors?.[1]);
        });

      // Random words call no tool and describe no image.
      if (has.callTool && !isReal)
        test('calls a tool', async () => {
          const call = await client.callTool?.(models.tools, 'Use get_weather for Oslo');
          expect(call).toEqual({ name: 'get_weather', input: { city: expect.stringContaining('Oslo') } });
        });

      if (has.describeImage && !isReal)
        test('sends an image', async () => {
          expect(await client.describeImage?.(models.vision, 'What is this?')).toContain('You sent a picture');
        });

      if (has.structured)
        test('gets an object that matches a schema', async () => {
          expect(await client.structured?.('Oslo has 700000')).toEqual(
            isReal
              ? { city: expect.any(String), inhabitants: expect.any(Number) }
              : { city: 'Oslo has 700000', inhabitants: 700_000 },
          );
        });

      test('gets 401 with a wrong key', async () => {
        const wrong = open({ baseUrl: host.baseUrl, key: 'corral-0000', models });
        await expect(wrong.chat('Hello')).rejects.toThrow(/401|API key/i);
        await wrong.close?.();
      });
    });
  });
}
