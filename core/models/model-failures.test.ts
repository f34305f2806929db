import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Settings } from '../../contract/settings.ts';
import { initialSnapshot } from '../snapshot/initial-snapshot.ts';
import { createSnapshotStore } from '../snapshot/snapshot-store.ts';
import { sampleApp } from '../snapshot/testing/app-slice-fixture.ts';
import { createModelActions } from './model-actions.ts';

/** Asks a server that responds to everything alike for a model's details. */
async function failureOf(status: number, type: string, body: string): Promise<unknown> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const endpoint = () => ({ host: '127.0.0.1', port });
  const store = createSnapshotStore(initialSnapshot({ app: sampleApp, settings: Settings.parse({}), port: 1 }));
  const actions = createModelActions({ store, endpoint, refresh: async () => undefined });
  return actions.show('m').then(
    () => null,
    (error: unknown) => error,
  );
}

const page = '<html><head><title>502 Bad Gateway</title></head></html>';

test.each([
  [404, 'application/json', `{"error":"model 'm' not found"}`, 'MODEL_NOT_FOUND', null],
  [404, 'text/plain', '404 page not found', 'OLLAMA_FAILED', /^This server can’t do that\./],
  [404, 'application/json', '{"detail":"Not Found"}', 'OLLAMA_FAILED', /^This server can’t do that\./],
  [405, 'text/plain', '405 method not allowed', 'OLLAMA_FAILED', /^This server can’t do that\./],
  [502, 'text/html', page, 'OLLAMA_FAILED', /^The server responded with status 502\.$/],
  [500, 'application/json', '', 'OLLAMA_FAILED', /^The server responded with status 500\.$/],
  [500, 'application/json', '{"error":{"message":"no memory"}}', 'OLLAMA_FAILED', /^no memory$/],
  [500, 'text/plain', '\u001b[31mno\u0007 memory\u001b[0m\n', 'OLLAMA_FAILED', /^no memory$/],
  [500, 'text/plain', 'x'.repeat(10_000_000), 'OLLAMA_FAILED', /^x{499}…$/],
  [400, 'application/json', '{"error":"invalid model name"}', 'INVALID_NAME', null],
])('status %s, %s: %j is %s', async (status, type, body, code, message) => {
  const error = await failureOf(status, type, body);
  expect(error).toMatchObject({ code });
  if (message) expect(error).toMatchObject({ data: { message: expect.stringMatching(message) } });
});
