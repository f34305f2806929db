import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { createPullRequests } from './pull-requests.ts';
import type { PullEvent } from './pull-transition.ts';

/** The events of one pull from a server that responds with these parts. */
async function eventsOf(status: number, parts: readonly string[]): Promise<PullEvent[]> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-ndjson' });
    for (const part of parts) response.write(part);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const events: PullEvent[] = [];
  const requests = createPullRequests({
    endpoint: () => ({ host: '127.0.0.1', port }),
    serverResponds: () => true,
    report: (_, event) => events.push(event),
    onProgress: () => undefined,
  });
  requests.connect({ id: 'p', request: { model: 'm', insecure: false } });
  await eventually(() => expect(events.at(-1)?.type).toMatch(/^(?:finished|failed|connectionLost)$/));
  return events;
}

function failed(kind: string, said: string) {
  return { type: 'failed', failure: { kind, message: expect.stringContaining(said) } };
}
const line = { type: 'line' };
const pulling = '{"status":"pulling manifest"}\n';

test.each([
  ['an error line', 200, [pulling, '{"error":"write /m/x: input/output error"}\n'], [line, failed('diskError', '/m')]],
  [
    'an object as the error',
    200,
    [pulling, '{"error":{"message":"disk quota exceeded"}}'],
    [line, failed('diskFull', 'quota')],
  ],
  ['an error without a text', 200, [pulling, '{"error":{}}\n'], [line, failed('other', 'The log may say why.')]],
  [
    'a status and an error',
    500,
    ['{"error":"pull model manifest: file does not exist"}'],
    [failed('unknownModel', 'No model')],
  ],
  ['a proxy’s page', 502, ['<html><title>502</title></html>'], [failed('other', 'responded with status 502')]],
  ['a server without pulls', 404, ['404 page not found'], [failed('other', 'This server can’t do that.')]],
  ['success, without a last line break', 200, ['{"sta', 'tus":"succ', 'ess"}'], [line, { type: 'finished' }]],
  [
    'lines that aren’t progress',
    200,
    ['7\n', 'x\n', 'null\n', '\n', '{"status":"success"}\n'],
    [line, { type: 'finished' }],
  ],
  ['an end without success', 200, [pulling], [line, { type: 'connectionLost', serverResponds: true }]],
  ['a line without an end', 200, ['x'.repeat(400_000)], [{ type: 'connectionLost', serverResponds: true }]],
])('%s', async (_, status, parts, expected) => {
  expect(await eventsOf(status, parts)).toMatchObject(expected);
});
