import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootOf } from '../clients/client-under-test.ts';
import { hasPrivateAddress, type KeyedHost, openWithKey, reportNoPrivateAddress } from '../clients/keyed-host.ts';
import { startCorral } from '../e2e/start-corral.ts';
import { call } from './api-client.ts';
import { ollamaPath } from './ollama-under-test.ts';
import { REMOTE_RESPONSE, type RemoteModelHost, startRemoteModelHost } from './remote-model-host.ts';
import { installTiny, startTinyRegistry } from './tiny-library.ts';

if (!hasPrivateAddress) reportNoPrivateAddress('tests/ollama/tolerance');

const CHAT = '/v1/chat/completions';
function chatWith(model: string): string {
  return JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }], stream: false });
}

/** How the server reads loosely written requests at its own address, and how the gateway reads the same ones. */
describe.runIf(hasPrivateAddress)('what the server tolerates', () => {
  let remote: RemoteModelHost;
  let host: KeyedHost;
  /** A key that is limited to `mine`. */
  let listed: string;
  beforeAll(async () => {
    remote = await startRemoteModelHost();
    const corral = await startCorral({ ollama: ollamaPath(), env: remote.env });
    host = await openWithKey(corral);
    const registry = await startTinyRegistry();
    const source = await installTiny({ baseUrl: corral.ollamaUrl }, registry, 'chat');
    await registry.close();
    for (const destination of ['mine', 'other']) await direct('/api/copy', JSON.stringify({ source, destination }));
    listed = await host.newKey('One model', { scope: 'full', models: ['mine'] });
  });
  afterAll(async () => {
    await host.close();
    await remote.close();
  });

  function direct(path: string, body: unknown, headers: Record<string, string> = {}) {
    return call({ baseUrl: host.corral.ollamaUrl }, path, { body, headers });
  }
  const gateway = (key: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    call({ baseUrl: rootOf(host.baseUrl) }, path, { body, headers: { Authorization: `Bearer ${key}`, ...headers } });
  /** The model that a response of /api/show describes. */
  const shown = (text: string): string | undefined => /# FROM (\S+?)\\n/.exec(text)?.[1];

  describe('another model than the one that is named first', () => {
    test.each([
      ['Model after model', '{"model":"mine","Model":"other"}', 400],
      ['model twice', '{"model":"mine","model":"other"}', 400],
      ['MODEL', '{"MODEL":"other"}', 400],
      ['name for model', '{"name":"other"}', 403],
      ['name behind an empty model', '{"model":"","name":"other"}', 403],
      ['white space around the name', '{"model":" other\\n\\t"}', 403],
      ['the name in capitals', '{"model":"OTHER"}', 403],
      ['the name in full', '{"model":"registry.ollama.ai/library/other:latest"}', 403],
      ['a second value', '{"model":"other"}{"model":"mine"}', 400],
    ])('%s', async (_what, body, status) => {
      const response = await direct('/api/show', body);
      expect([response.status, shown(response.text)]).toEqual([200, 'other:latest']);
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
    ['white space around it', '{"model":"\\n mine "}'],
    ['in capitals', '{"model":"MINE"}'],
    ['in full', '{"model":"registry.ollama.ai/library/mine:latest"}'],
  ])('the model that a key may use: %s', async (_what, body) => {
    const response = await gateway(listed, '/api/show', body);
    expect([response.status, shown(response.text)]).toEqual([200, 'mine:latest']);
  });

  test('a body compressed with zstd', async () => {
    const compressed = zstdCompressSync(chatWith('nowhere'));
    const headers = { 'Content-Encoding': 'zstd' };
    const response = await direct(CHAT, compressed, headers);
    expect([response.status, response.text]).toEqual([404, expect.stringContaining("model 'nowhere' not found")]);
    expect((await gateway(listed, CHAT, compressed, headers)).status).toBe(403);
    const allowed = zstdCompressSync(chatWith('mine'));
    expect((await gateway(listed, CHAT, allowed, headers)).status).toBe((await direct(CHAT, allowed, headers)).status);
  });

  describe('remote models', () => {
    beforeAll(async () => {
      const stub = { model: 'stub', from: 'big', remote_host: remote.url, stream: false };
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
        expect((await direct(path, chatWith(name))).text).toContain(REMOTE_RESPONSE);
        expect(remote.takeRequests()).toEqual([expect.stringContaining(`"model":"${meant}"`)]);
        expect((await gateway(host.key, path, chatWith(name))).status).toBe(status);
        expect(remote.takeRequests()).toEqual([]);
      }
    });

    test('a remote model is not found with the suffix :local', async () => {
      for (const path of [CHAT, '/api/chat', '/api/show']) {
        expect((await direct(path, chatWith('stub:local'))).status).toBe(404);
        expect((await gateway(host.key, path, chatWith('stub:local'))).status).toBe(403);
      }
      expect(remote.takeRequests()).toEqual([]);
    });

    test('named in a body compressed with zstd', async () => {
      const compressed = zstdCompressSync(chatWith('gpt-oss:cloud'));
      const headers = { 'Content-Encoding': 'zstd' };
      expect((await direct(CHAT, compressed, headers)).text).toContain(REMOTE_RESPONSE);
      expect(remote.takeRequests()).toHaveLength(1);
      expect((await gateway(host.key, CHAT, compressed, headers)).status).toBe(403);
      expect(remote.takeRequests()).toEqual([]);
    });

    test('a remote model created by a client', async () => {
      const full = await host.newKey('Full', { scope: 'full' });
      const stub = { model: 'sly', from: 'big', remote_host: remote.url, stream: false };
      expect((await gateway(full, '/api/create', JSON.stringify(stub))).status).toBe(403);
      expect((await direct('/api/show', '{"model":"sly"}')).status).toBe(404);
    });

    test('used with a key that allows them: nothing of the key is sent there', async () => {
      const cloudy = await host.newKey('Cloud', { cloudAllowed: true });
      for (const name of ['gpt-oss:cloud', 'stub']) {
        const response = await gateway(cloudy, CHAT, chatWith(name), { 'x-api-key': cloudy, Cookie: `a=${cloudy}` });
        expect([response.status, response.text]).toEqual([200, expect.stringContaining(REMOTE_RESPONSE)]);
        const requests = remote.takeRequests();
        expect(requests).toHaveLength(1);
        expect(requests.join('')).not.toContain(cloudy);
      }
    });
  });
});
