import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  LoadOrder,
  type RequestsOrder,
  type RequestsResult,
  type StreamsOrder,
  type StreamsResult,
  type Target,
} from './load.ts';
import { pacedModel, wholeResponse, wholeStream } from './upstream-responses.ts';

interface ReceivedResponse {
  readonly firstByteMs: number;
  readonly status: number;
  readonly text: string;
}

interface SendOptions {
  readonly target: Target;
  readonly agent: Agent;
  readonly body: string;
  /** Called with the time of each chunk, by `performance.now()`. */
  readonly onChunk?: (at: number) => void;
}

function send({ target, agent, body, onChunk }: SendOptions): Promise<ReceivedResponse> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...target.headers,
      authorization: `Bearer ${target.key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const startedAt = performance.now();
    const read = (response: IncomingMessage): void => {
      let firstByteMs = 0;
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const at = performance.now();
        if (firstByteMs === 0) firstByteMs = at - startedAt;
        onChunk?.(at);
        text += chunk;
      });
      response.once('end', () => resolve({ firstByteMs, status: response.statusCode ?? 0, text }));
      response.once('error', reject);
    };
    request(`${target.url}/v1/chat/completions`, { method: 'POST', agent, headers }, read)
      .once('error', reject)
      .end(body);
  });
}

function bodyFor(model: string, tokens: number | null): string {
  return JSON.stringify({
    model,
    messages: [{ role: 'user', content: 'Why is the sky blue?' }],
    ...(tokens === null ? {} : { stream: true, max_tokens: tokens }),
  });
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** A client's first requests open its connections and run code that hasn't been optimized yet. */
const UNCOUNTED_REQUESTS_PER_CLIENT = 20;

async function runRequests(order: RequestsOrder): Promise<RequestsResult> {
  const { target, clients, tokens, pauseMs } = order;
  const uncounted = clients * UNCOUNTED_REQUESTS_PER_CLIENT;
  const requests = order.requests + uncounted;
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const body = bodyFor(pacedModel(0), tokens);
  const expected = tokens === null ? wholeResponse : wholeStream(tokens);
  const times: number[] = [];
  let begun = 0;
  const client = async (): Promise<void> => {
    while (begun < requests) {
      begun += 1;
      const { status, text, firstByteMs } = await send({ target, agent, body });
      if (status !== 200 || (target.isExact && text !== expected))
        throw new Error(`${target.url} responded ${status}: ${text}`);
      times.push(firstByteMs);
      // Random, so that the clients don't synchronize.
      if (pauseMs > 0) await delay(pauseMs * 2 * Math.random());
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  const sorted = times.slice(uncounted).toSorted((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), perSecond: times.length / seconds };
}

async function runStreams({ target, streams, tokens, paceMs }: StreamsOrder): Promise<StreamsResult> {
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const body = bodyFor(pacedModel(paceMs), tokens);
  const expected = wholeStream(tokens);
  const broken: string[] = [];
  let running = 0;
  let concurrent = 0;
  const gaps: number[] = [];
  const stream = async (): Promise<void> => {
    let last: number | null = null;
    const onChunk = (at: number): void => {
      if (last === null) running += 1;
      else gaps.push(at - last);
      last = at;
      concurrent = Math.max(concurrent, running);
    };
    const response = await send({ target, agent, body, onChunk }).catch(String);
    running -= 1;
    if (typeof response === 'string') broken.push(response);
    else if (response.status !== 200) broken.push(`status ${response.status}: ${response.text.slice(0, 200)}`);
    else if (response.text !== expected) broken.push(`ends with ${response.text.slice(-200)}`);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: streams }, stream));
  const sorted = gaps.toSorted((a, b) => a - b);
  return { broken, concurrent, gapP99: quantile(sorted, 0.99), seconds: (performance.now() - startedAt) / 1000 };
}

/** A program: sends the requests of an order and responds with the result. A failure ends it, so that it isn't measured. */
process.on('message', async (message) => {
  const order = LoadOrder.parse(message);
  process.send?.(order.kind === 'requests' ? await runRequests(order) : await runStreams(order));
});
process.once('disconnect', () => process.exit());
process.send?.({});
