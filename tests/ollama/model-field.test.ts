import { afterAll, beforeAll, expect, it } from 'vitest';
import { locateModel } from '../../core/gateway/loopback/locate-model.ts';
import { call } from './api-client.ts';
import { isReal } from './ollama-under-test.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';

let server: RunningOllama;

beforeAll(async () => {
  server = await startOllama();
});

afterAll(() => server.stop());

const BODIES = [
  '{"model":"a"}',
  ' \r\n\t{"stream":false , "model"\t:\n"a"} {"model":"b"}',
  '{"model":"a"} garbage',
  '{"model":"a","model":"b"}',
  '{"model":"b","Model":"a"}',
  '{"MODEL":"b","model":"a"}',
  '{"mod\\u0065l":"\\u0061"}',
  '{"model":"a","model":null}',
  '{"options":{"model":"b"},"model":"a","messages":[]}',
  '{"model":"a","model":""}',
  '{"models":"b"}',
  '{"model":["a"]}',
  '{"model":"a","model":7}',
  '[{"model":"a"}]',
  '\ufeff{"model":"a"}',
  '{"model":"a"',
];

// The fake parses with JSON.parse, which has other rules.
it.runIf(isReal)('the server reads the model where we find it', async () => {
  const read = await Promise.all(
    BODIES.map(async (body) => {
      const { text } = await call(server, '/api/chat', { body });
      return [body, /^\{"error":"model '(.*)' not found"\}$/.exec(text)?.[1] ?? null];
    }),
  );
  expect(read).toEqual(BODIES.map((body) => [body, locateModel(Buffer.from(body), ['model'])?.name ?? null]));
});
