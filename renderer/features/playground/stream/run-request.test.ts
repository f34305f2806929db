import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { eventually } from '../../../../tests/eventually.ts';
import { runRequest } from './run-request.ts';
import type { ModelRequest, StreamEvent } from './stream-protocol.ts';

const chat: ModelRequest = { kind: 'chat', model: 'm', messages: [{ role: 'user', content: 'Hi' }], sampling: {} };

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

async function eventsOf(origin: string, request: ModelRequest): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  await runRequest(request, { origin, signal: new AbortController().signal, emit: (event) => events.push(event) });
  return events;
}

function chunk(delta: object, finish: string | null) {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
}

test('streams a response and requests its usage; only set parameters are sent', async () => {
  const bodies: string[] = [];
  const origin = await serve(async (request, response) => {
    for await (const part of request) bodies.push(String(part));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk({ content: 'Hello' }, null));
    response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
  });
  const events = await eventsOf(origin, { ...chat, sampling: { temperature: 0.5, stop: ['###'] } });
  expect(events.map(({ type }) => type)).toEqual(['pieces', 'end']);
  expect(events[0]).toMatchObject({ text: 'Hello' });
  expect(events[1]).toMatchObject({ finish: 'stop' });
  const sent: unknown = JSON.parse(bodies.join(''));
  expect(sent).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Hi' }],
    temperature: 0.5,
    stop: ['###'],
    stream: true,
    stream_options: { include_usage: true },
  });
});

test('a stream that ends without a finish reason is reported', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(chunk({ content: 'Hel' }, null));
  });
  expect(await eventsOf(origin, chat)).toMatchObject([{ type: 'pieces' }, { type: 'end', finish: null }]);
});

test('an error is reported with its status and message', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: "model 'm' not found", type: 'not_found_error', code: null } }));
  });
  const failure = { status: 404, code: null, message: "model 'm' not found" };
  expect(await eventsOf(origin, chat)).toMatchObject([{ type: 'failed', failure }]);
});

test('stopping closes the connection and emits nothing more', async () => {
  const seen = vi.fn();
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk({ content: 'Hel' }, null));
    response.on('close', seen);
  });
  const abort = new AbortController();
  const events: StreamEvent[] = [];
  const emit = (event: StreamEvent): void => {
    events.push(event);
    abort.abort();
  };
  await runRequest(chat, { origin, signal: abort.signal, emit });
  await eventually(() => expect(seen).toHaveBeenCalled());
  expect(events.map(({ type }) => type)).toEqual(['pieces']);
});

test('embeddings are returned as numbers, in the order of the texts', async () => {
  const base64 = (values: readonly number[]) => Buffer.from(new Float32Array(values).buffer).toString('base64');
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const data = [
      { index: 1, embedding: base64([0, 1]) },
      { index: 0, embedding: base64([1, 0]) },
    ];
    response.end(JSON.stringify({ object: 'list', data, usage: { prompt_tokens: 5, total_tokens: 5 } }));
  });
  const events = await eventsOf(origin, { kind: 'embeddings', model: 'e', input: ['a', 'b'] });
  expect(events).toMatchObject([{ type: 'vectors', promptTokens: 5 }]);
  const [event] = events;
  expect(event?.type === 'vectors' && event.vectors.map((vector) => [...vector])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});
