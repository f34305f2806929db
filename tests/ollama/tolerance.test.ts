import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootOf } from '../clients/client-under-test.ts';
import { hasPrivateAddress, type KeyedHost, noPrivateAddress, openWithKey } from '../clients/keyed-host.ts';
import { startCorral } from '../e2e/start-corral.ts';
import { call } from './api-client.ts';
import { ollamaPath } from './ollama-under-test.ts';
import { type Elsewhere, REMOTE_HOST, startRemoteModelHost } from './remote-model-host.ts';
import { installTiny, startTinyRegistry } from './tiny-library.ts';

if (!hasPrivateAddress) noPrivateAddress('tests/ollama/tolerance');

const CHAT = '/v1/chat/completions';
function chatWith(model: string): string {
  return JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }], stream: false });
}

/** What the server makes of loosely written requests, asked at its own address, and what the gateway makes of the same ones. */
describe.runIf(hasPrivateAddress)('what the server tolerates', () => {
  let elsewhere: Elsewhere;
  let host: KeyedHost;
  /** May use nothing but `mine`. */
  let listed: string;
  beforeAll(async () => {
    elsewhere = await startRemoteModelHost();
    const corral = await startCorral({ ollama: ollamaPath(), env: elsewhere.env });
    host = await openWithKey(corral);
    const registry = await startTinyRegistry();
    const source = await installTiny({ baseUrl: corral.ollamaUrl }, registry, 'chat');
    await registry.close();
    for (const destination of ['mine', 'other']) await direct('/api/copy', JSON.stringify({ source, destination }));
    listed = await host.newKey('One model', { scope: 'full', models: ['mine'] });
  });
  afterAll(async () => {
    await host.close();
    await elsewhere.close();
  });

  const direct = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    call({ baseUrl: host.corral.ollamaUrl }, path, { body, headers });
  const gateway = (key: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    call({ baseUrl: rootOf(host.baseUrl) }, path, { body, headers: { Authorization: `Bearer ${key}`, ...headers } });
  /** The model that an answer of /api/show is about. */
  const shown = (text: string): string | undefined => /# FROM (\S+?)\\n/.exec(text)?.[1];

  describe('another model than the one that is named first', () => {
    test.each([
      ['Model after model', '{"model":"mine","Model":"other"}', 400],
      ['model twice', '{"model":"mine","model":"other"}', 400],
      ['MODEL', '{"MODEL":"other"}', 400],
      ['name for model', '{"name":"other"}', 403],
      ['name behind an empty model', '{"model":"","name":"other"}', 403],
      ['blanks around the name', '{"model":" other\\n\\t"}', 403],
      ['the name in capitals', '{"model":"OTHER"}', 403],
      ['the name in full', '{"model":"registry.ollama.ai/library/other:latest"}', 403],
      ['a second value', '{"model":"other"}{"model":"mine"}', 400],
    ])('%s', async (_what, body, status) => {
      const answer = await direct('/api/show', body);
      expect([answer.status, shown(answer.text)]).toEqual([200, 'other:latest']);
      expect((await gateway(listed, '/api/show', body)).status).toBe(status);
    });

    test('a long s in a field’s name', async () => {
      const body = '{"source":"nowhere","\u017fource":"other","destination":"copied"}';
      expect((await direct('/api/copy', body)).status).toBe(200);
      expect((await gateway(listed, '/api/copy', body)).status).toBe(400);
    });
  });

  test.each([
    ['name for model', '{"name":"mine"}'],
    ['blanks around it', '{"model":"\\n mine "}'],
    ['in capitals', '{"model":"MINE"}'],
    ['in full', '{"model":"registry.ollama.ai/library/mine:latest"}'],
  ])('the model that a key may use: %s', async (_what, body) => {
    const answer = await gateway(listed, '/api/show', body);
    expect([answer.status, shown(answer.text)]).toEqual([200, 'mine:latest']);
  });

  test('a body packed with zstd', async () => {
    const packed = zstdCompressSync(chatWith('nowhere'));
    const headers = { 'Content-Encoding': 'zstd' };
    const answer = await direct(CHAT, packed, headers);
    expect([answer.status, answer.text]).toEqual([404, expect.stringContaining("model 'nowhere' not found")]);
    expect((await gateway(listed, CHAT, packed, headers)).status).toBe(415);
  });

  describe('models of other computers', () => {
    beforeAll(async () => {
      const stub = { model: 'stub', from: 'big', remote_host: elsewhere.url, stream: false };
      expect((await direct('/api/create', JSON.stringify(stub))).status).toBe(200);
    });

    test.each([
      ['gpt-oss:120b-cloud', 'gpt-oss:120b', 403],
      ['gpt-oss:cloud', 'gpt-oss', 403],
      [' GPT-OSS:Cloud ', 'GPT-OSS', 403],
      ['gpt-oss: cloud', 'gpt-oss', 400],
      ['stub', 'big', 403],
      ['STUB:latest', 'big', 403],
      [' library/stub\n', 'big', 403],
      ['registry.ollama.ai/library/stub', 'big', 403],
    ])('%j', async (name, meant, status) => {
      for (const path of [CHAT, '/api/chat']) {
        expect((await direct(path, chatWith(name))).text).toContain(REMOTE_HOST);
        expect(elsewhere.heard()).toEqual([expect.stringContaining(`"model":"${meant}"`)]);
        expect((await gateway(host.key, path, chatWith(name))).status).toBe(status);
        expect(elsewhere.heard()).toEqual([]);
      }
    });

    test('a stub of which only a model that runs here is wanted is not there', async () => {
      for (const path of [CHAT, '/api/chat', '/api/show']) {
        expect((await direct(path, chatWith('stub:local'))).status).toBe(404);
        expect((await gateway(host.key, path, chatWith('stub:local'))).status).toBe(403);
      }
      expect(elsewhere.heard()).toEqual([]);
    });

    test('named in a body packed with zstd', async () => {
      const packed = zstdCompressSync(chatWith('gpt-oss:cloud'));
      const headers = { 'Content-Encoding': 'zstd' };
      expect((await direct(CHAT, packed, headers)).text).toContain(REMOTE_HOST);
      expect(elsewhere.heard()).toHaveLength(1);
      expect((await gateway(host.key, CHAT, packed, headers)).status).toBe(415);
      expect(elsewhere.heard()).toEqual([]);
    });

    test('a stub made by a caller', async () => {
      const full = await host.newKey('Full', { scope: 'full' });
      const stub = { model: 'sly', from: 'big', remote_host: elsewhere.url, stream: false };
      expect((await gateway(full, '/api/create', JSON.stringify(stub))).status).toBe(403);
      expect((await direct('/api/show', '{"model":"sly"}')).status).toBe(404);
    });

    test('asked with a key that may: nothing of the key goes there', async () => {
      const cloudy = await host.newKey('Cloud', { cloudAllowed: true });
      for (const name of ['gpt-oss:cloud', 'stub']) {
        const answer = await gateway(cloudy, CHAT, chatWith(name), { 'x-api-key': cloudy, Cookie: `a=${cloudy}` });
        expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(REMOTE_HOST)]);
        const heard = elsewhere.heard();
        expect(heard).toHaveLength(1);
        expect(heard.join('')).not.toContain(cloudy);
      }
    });
  });
});
