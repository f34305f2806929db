import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { modelKey } from '../../../contract/derived/model-name.ts';
import type { KeyGrant } from '../../keys/key-store.ts';
import { GATEWAY_ROUTES } from '../policy/gateway-routes.ts';
import { createModelPolicy } from '../policy/model-policy.ts';
import { validateJsonBody } from './json-body.ts';
import { caseFold, scanJson } from './json-scanner.ts';

const inference: KeyGrant = { id: '1', name: 'a', scope: 'inference', models: null, cloudAllowed: false };
const models = {
  resolve: (name: string) => (name === 'gpt-4o-mini' ? 'Qwen2.5:7b' : null),
  aliases: () => [],
  isCloud: (name: string) => (name === 'new:latest' ? null : modelKey(name) === 'stub:latest'),
  changing: () => () => undefined,
};
function routeOf(path: string) {
  const route = GATEWAY_ROUTES.find((candidate) => candidate.path === path);
  if (!route) throw new Error(path);
  return route;
}
function resultOf(path: string, body: string, grant: Partial<KeyGrant> = {}) {
  const key = { ...inference, ...grant };
  const rule = { route: routeOf(path), policy: createModelPolicy(models, key), cloudAllowed: key.cloudAllowed };
  return validateJsonBody(Buffer.from(body), rule);
}
async function validate(path: string, body: string, grant: Partial<KeyGrant> = {}) {
  const result = await resultOf(path, body, grant);
  return result.allowed ? JSON.parse(result.body.toString()) : result.failure.status;
}

describe('a JSON body', () => {
  it('is forwarded with one spelling of its model, and otherwise unchanged', async () => {
    const rest = { messages: [{ role: 'user', content: '{"model":"x"}' }], options: { seed: 1, Model: 'kept' } };
    for (const [name, sent] of [
      ['llama3.2', 'llama3.2:latest'],
      ['  library/llama3.2:1b\n', 'llama3.2:1b'],
      ['registry.ollama.ai/library/llama3.2', 'llama3.2:latest'],
      ['hf.co/user/model:Q4_K_M', 'hf.co/user/model:Q4_K_M'],
      ['llama3.2:local', 'llama3.2:latest'],
      ['llama3.2:1b:local', 'llama3.2:1b'],
      ['http://127.0.0.1:5000/a/b:LOCAL', '127.0.0.1:5000/a/b:latest'],
      ['gpt-4o-mini', 'Qwen2.5:7b'],
      [' gpt-4o-mini ', 'Qwen2.5:7b'],
    ]) {
      expect(await validate('/api/chat', JSON.stringify({ ...rest, model: name, name: 'dropped' }))).toEqual({
        ...rest,
        model: sent,
      });
    }
  });

  it('means the same where its names take a moment to check', async () => {
    const isCloud = async (name: string) => models.isCloud(name);
    const create = routeOf('/api/create');
    const resultFor = async (isCloudModel: typeof models.isCloud | typeof isCloud, text: string) => {
      const policy = createModelPolicy({ ...models, isCloud: isCloudModel }, inference);
      return validateJsonBody(Buffer.from(text), { route: create, policy, cloudAllowed: false });
    };
    for (const from of ['a', 'stub', 'new', ' ', 'no name']) {
      const text = JSON.stringify({ name: 'mine', from, system: '12345678901234567890' });
      expect(await resultFor(isCloud, text)).toEqual(await resultFor(models.isCloud, text));
    }
  });

  it.each([
    ['values', `{"model":"a","b":[${'1,'.repeat(1_100_000)}1]}`],
    ['objects', `{"model":"a","b":[${'{},'.repeat(210_000)}1]}`],
    ['arrays', `{"model":"a","b":[${'[],'.repeat(210_000)}1]}`],
    ['fields', `{"model":"a","b":{${'"c":1,'.repeat(210_000)}"d":1}}`],
    ['fields on top', `{"model":"a",${Array.from({ length: 1_100 }, (_, i) => `"f${i}":1`)}}`],
    ['numbers that JavaScript can’t hold', `{"model":"a","b":[${'1e400,'.repeat(1_100)}1]}`],
  ])('is rejected before it is parsed when it has too many %s', async (_what, body) => {
    const parse = vi.spyOn(JSON, 'parse');
    expect(await validate('/api/chat', body)).toBe(400);
    expect(parse.mock.calls.filter(([text]) => text.length > 100)).toEqual([]);
    parse.mockRestore();
  });

  it('may have a long chat and a long context', async () => {
    const message = { role: 'user', content: [{ type: 'text', text: 'Hello.' }] };
    const messages = Array.from({ length: 5_000 }, () => message);
    const context = Array.from({ length: 500_000 }, (_, i) => i);
    const sent = await validate('/api/generate', JSON.stringify({ model: 'a', messages, context }));
    expect([sent.messages.length, sent.context.length]).toEqual([5_000, 500_000]);
  });

  it('keeps its numbers exactly, however large', async () => {
    const sent = async (number: string) => {
      const result = await resultOf('/api/chat', `{"options":{"seed":${number}},"list":[1,${number}],"model":"a"}`);
      return result.allowed ? result.body.toString() : result.failure.status;
    };
    const plain = ['0', '-7', '9007199254740991', '0.5', '0.12345678901234568', '-3.25'];
    const large = ['9007199254740993', '-9223372036854775808', '18446744073709551615', '1e400', '-2.5E+999'];
    for (const number of [...plain, ...large]) {
      expect(await sent(number)).toBe(`{"options":{"seed":${number}},"list":[1,${number}],"model":"a:latest"}`);
      const range = { from: 1, to: 1 + number.length };
      expect(scanJson(`[${number} ]`).largeNumbers).toEqual(large.includes(number) ? [range] : []);
    }
    expect(await sent('"1e400 9007199254740993"')).toContain('"seed":"1e400 9007199254740993"');
    for (const none of ['00000000000000000001', '9007199254740993.', '1e400e1', '--1e400', '1e+', '+1e400']) {
      expect(await sent(none)).toBe(400);
    }
  });

  it('is validated despite a large number in it', async () => {
    expect(await validate('/api/chat', '{"model":9007199254740993}')).toBe(400);
    const stream = '{"model":"a","stream":true,"stream_options":9007199254740993}';
    const result = await resultOf('/v1/chat/completions', stream);
    expect(result.allowed && result.body.toString()).toBe(
      '{"model":"a:latest","stream":true,"stream_options":9007199254740993}',
    );
    expect(await validate('/v1/responses', '{"model":"a","tools":[{"n":1e400,"type":"web_search"}]}')).toBe(403);
  });

  it('accepts the older field `name`, and no aliases where models are managed', async () => {
    expect(await validate('/api/show', '{"name":"a"}')).toEqual({ model: 'a:latest' });
    expect(await validate('/api/show', '{"model":"","name":"gpt-4o-mini"}')).toEqual({ model: 'Qwen2.5:7b' });
    expect(await validate('/api/show', '{"model":"a","name":"a"}')).toEqual({ model: 'a:latest' });
    expect(await validate('/api/show', '{"model":"a","name":"b"}')).toBe(400);
    for (const name of [':local', 'a:cloud:local', 'a:local:local', 'a:1b:local:local', 'a:1b:2b:local']) {
      expect(await validate('/api/show', JSON.stringify({ name }), { cloudAllowed: true })).toBe(400);
    }
    expect(await validate('/api/copy', '{"source":"a","destination":"a:local"}')).toBe(400);
    expect(await validate('/api/delete', '{"name":"gpt-4o-mini"}')).toEqual({ model: 'gpt-4o-mini:latest' });
    expect(await validate('/api/copy', '{"source":"a","destination":"b:c"}')).toEqual({
      source: 'a:latest',
      destination: 'b:c',
    });
    expect(await validate('/api/create', '{"model":"a","from":"b","files":{}}')).toEqual({
      model: 'a:latest',
      from: 'b:latest',
      files: {},
    });
    expect(await validate('/api/create', '{"model":"a","from":null}')).toEqual({ model: 'a:latest', from: null });
    const made = '{"model":"a","from":"b","modelfile":"FROM c","path":"/etc/passwd"}';
    expect(await validate('/api/create', made)).toEqual({ model: 'a:latest', from: 'b:latest' });
    expect(await validate('/api/create', '{"model":"a","Modelfile":"FROM c"}')).toBe(400);
    const registry = 'http://127.0.0.1:5000/a/b:c';
    expect(await validate('/api/pull', JSON.stringify({ model: registry, insecure: true }))).toEqual({
      model: registry,
      insecure: true,
    });
  });

  it('is rejected with a cloud model, unless the key allows it', async () => {
    for (const name of ['a:cloud', 'a:1b-cloud', 'stub', 'STUB:latest', 'stub:local']) {
      expect(await validate('/api/chat', JSON.stringify({ model: name }))).toBe(403);
      expect(await validate('/api/chat', JSON.stringify({ model: name }), { cloudAllowed: true })).toMatchObject({
        model: expect.any(String),
      });
    }
    const search = '{"model":"a","tools":[{"type":"web_search"}]}';
    expect(await resultOf('/v1/responses', search)).toMatchObject({
      failure: { status: 403, message: expect.stringContaining('Turn off web search') },
    });
    expect(await validate('/v1/messages', '{"model":"a","tools":[{"type":" web_search_20250305"}]}')).toBe(403);
    expect(await validate('/v1/responses', search, { cloudAllowed: true })).toMatchObject({ model: 'a:latest' });
    const named = '{"model":"a","tools":[{"type":"function","function":{"name":"web_search"}}]}';
    expect(await validate('/v1/chat/completions', named)).toMatchObject({ model: 'a:latest' });
  });

  it('names a model of unknown location with :local, if the key allows no cloud models', async () => {
    expect(await validate('/api/chat', '{"model":"new"}')).toEqual({ model: 'new:latest:local' });
    expect(await validate('/api/chat', '{"model":"new:LOCAL"}')).toEqual({ model: 'new:latest:local' });
    expect(await validate('/api/chat', '{"model":"new"}', { cloudAllowed: true })).toEqual({ model: 'new:latest' });
    const result = await resultOf('/api/chat', '{"model":"new"}');
    expect(result).toMatchObject({ model: 'new:latest', changes: [] });
    const copied = '{"source":"new","destination":"mine"}';
    expect(await validate('/api/copy', copied)).toEqual({ source: 'new:latest', destination: 'mine:latest' });
    expect(await resultOf('/api/copy', copied)).toMatchObject({ changes: ['new:latest', 'mine:latest'] });
    expect(await resultOf('/api/pull', '{"name":"new"}')).toMatchObject({ changes: ['new:latest'] });
    const created = await resultOf('/api/create', '{"model":"mine","from":"a"}');
    expect(created).toMatchObject({ changes: ['mine:latest', 'a:latest'] });
  });

  it('requests the usage of a stream on the client’s behalf', async () => {
    const stream = { model: 'a:latest', stream: true };
    const streamOptions = async (extra: object, path = '/v1/chat/completions') =>
      (await validate(path, JSON.stringify({ ...stream, ...extra }))).stream_options;
    expect(await streamOptions({})).toEqual({ include_usage: true });
    expect(await streamOptions({ stream_options: { include_usage: false, other: 1 } })).toEqual({
      include_usage: true,
      other: 1,
    });
    expect(await streamOptions({ stream_options: 'x' })).toBe('x');
    expect(await streamOptions({ stream: false })).toBeUndefined();
    expect(await streamOptions({}, '/v1/responses')).toBeUndefined();
  });

  /** As Go reads it: the last of the fields that fold into one name. */
  const modelForGo = (sent: object): unknown =>
    Object.entries(sent).findLast(([name]) => caseFold(name) === 'model')?.[1];

  it('never names a model to the server that the key can’t use', async () => {
    const names = fc.constantFrom('model', 'Model', 'MODEL', 'name', 'Name', 'prompt', '\\u006dodel', 'mode\\u006C');
    const values = fc.constantFrom(
      '"llama3.2"',
      '" llama3.2 "',
      '"other"',
      '""',
      'null',
      '["other"]',
      '"a:cloud"',
      '"llama3.2:local"',
    );
    const blanks = fc.constantFrom('', ' ', '\n', ' '.repeat(99));
    const field = fc.tuple(names, blanks, values).map(([name, blank, value]) => `"${name}"${blank}:${blank}${value}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(field, { maxLength: 4 }),
        fc.constantFrom('/api/chat', '/api/show'),
        async (fields, path) => {
          const sent = await validate(path, `{${fields.join(',')}}`, { models: ['llama3.2:latest'] });
          if (typeof sent !== 'number') {
            expect(modelForGo(sent)).toBe('llama3.2:latest');
            expect(Object.keys(sent).filter((name) => caseFold(name) === 'name')).toEqual([]);
          } else expect([400, 403]).toContain(sent);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
