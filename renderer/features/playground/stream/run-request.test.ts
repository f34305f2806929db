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

/** What is emitted for a response of that status, type and body. */
async function respondWith(status: number, type: string, body: string): Promise<StreamEvent[]> {
  const origin = await serve((_, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });
  return eventsOf(origin, chat);
}

const page = '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center>nginx</center></body></html>';

test.each([
  [404, 'text/plain', '404 page not found', '404 page not found'],
  [502, 'text/html', page, ''],
  [502, 'application/json', page, ''],
  [500, 'application/json', '{"error":"CUDA error: out of memory"}', 'CUDA error: out of memory'],
  [400, 'application/json', '{"message":"Bad model."}', 'Bad model.'],
  [422, 'application/json', '{"detail":[{"loc":["body","n"],"msg":"Field required"}]}', 'n: Field required'],
  [429, 'application/json', '[{"error":{"code":429,"message":"Quota exceeded"}}]', 'Quota exceeded'],
  [500, 'text/plain', '{"error":{"message":"in a plain text"}}', 'in a plain text'],
  [503, 'application/json', '', ''],
])('the reason of status %s, %s: %j is %j', async (status, type, body, message) => {
  expect(await respondWith(status, type, body)).toMatchObject([{ type: 'failed', failure: { status, message } }]);
});

const said = chunk({ content: 'Hel' }, null);
test.each([
  ['OpenAI’s', 'data: {"error":{"message":"the runner has stopped","code":null}}\n\n', null],
  ['with a code', 'data: {"error":{"message":"the runner has stopped","code":500}}\n\ndata: [DONE]\n\n', 500],
  ['Ollama’s', 'data: {"error":"the runner has stopped"}\n\n', null],
  ['named', 'event: error\ndata: {"message":"the runner has stopped"}\n\n', null],
  ['named, in plain text', 'event: error\r\ndata: the runner has stopped\r\n\r\n', null],
  ['Anthropic’s', 'event: error\ndata: {"type":"error","error":{"message":"the runner has stopped"}}\n\n', null],
  ['vLLM’s', 'data: {"object":"error","message":"the runner has stopped","code":400}\n\n', 400],
  ['FastAPI’s', 'data: {"detail":"the runner has stopped"}\n\n', null],
  ['without data:', '{"error":{"message":"the runner has stopped"}}\n', null],
  ['without blank lines', `${said.trim()}\ndata: {"error":"the runner has stopped"}`, null],
  ['in a chunk', 'data: {"choices":[],"error":{"message":"the runner has stopped"}}\n\n', null],
])('an error event in mid-stream keeps the text and has its reason: %s', async (_, event, status) => {
  const events = await respondWith(200, 'text/event-stream; charset=utf-8', said + event);
  const text = events.map((one) => (one.type === 'pieces' ? one.text : '')).join('');
  expect(text).toMatch(/^Hel/);
  const failure = { status, message: 'the runner has stopped' };
  expect(events.at(-1)).toMatchObject({ type: 'failed', failure, timing: { pieces: expect.any(Number) } });
});

test.each([
  ['a comment', ': keep-alive\n\n'],
  ['an error that is none', 'data: {"choices":[],"error":null}\n\n'],
  ['a text that is no JSON', 'data: ping\n\n'],
  ['a chunk that was cut off', 'data: {"choices":[{"del'],
  ['a retry time', 'retry: 3000\n\n'],
])('%s isn’t an error', async (_, event) => {
  const events = await respondWith(200, 'text/event-stream', said + event);
  expect(events).toMatchObject([
    { type: 'pieces', text: 'Hel' },
    { type: 'end', finish: null },
  ]);
});

test('line ends, a byte order mark, and pieces cut in the middle of a character change nothing', async () => {
  const bytes = Buffer.from(`\ufeff${chunk({ content: 'Grüße' }, null)}${chunk({}, 'stop')}`.replaceAll('\n', '\r\n'));
  const origin = await serve(async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const byte of bytes) response.write(Buffer.of(byte));
    response.end();
  });
  expect(await eventsOf(origin, chat)).toMatchObject([{ text: 'Grüße' }, { type: 'end', finish: 'stop' }]);
});

test('a response that isn’t streamed is read whole, and a web page is none', async () => {
  const choice = { message: { content: 'Yes', reasoning_content: 'Hm' }, finish_reason: 'stop' };
  const body = JSON.stringify({ choices: [choice], usage: { prompt_tokens: 1, completion_tokens: 2 } }, null, 1);
  expect(await respondWith(200, 'application/json', body)).toMatchObject([
    { type: 'pieces', text: 'Yes', thinking: 'Hm' },
    { type: 'end', finish: 'stop', usage: { promptTokens: 1, completionTokens: 2 } },
  ]);
  expect(await respondWith(200, 'application/json', '{"error":"busy"}')).toMatchObject([
    { type: 'failed', failure: { status: null, message: 'busy' } },
  ]);
  expect(await respondWith(200, 'text/html', page)).toMatchObject([{ type: 'failed', failure: { message: '' } }]);
});

test('a connection that is lost has no reason, with and without text before it', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(said, () => response.destroy());
  });
  const lost = { type: 'failed', failure: { status: null, code: null, message: '' } };
  expect(await eventsOf(origin, chat)).toMatchObject([{ type: 'pieces', text: 'Hel' }, lost]);
  expect(await eventsOf('http://127.0.0.1:9', chat)).toMatchObject([lost]);
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
