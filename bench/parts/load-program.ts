import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { pacedModel, wholeAnswer, wholeStream } from './answers.ts';
import {
  LoadOrder,
  type RequestsOrder,
  type RequestsResult,
  type StreamsOrder,
  type StreamsResult,
  type Target,
} from './load.ts';

interface Answer {
  readonly firstByteMs: number;
  readonly status: number;
  readonly text: string;
}

interface Asked {
  readonly target: Target;
  readonly agent: Agent;
  readonly body: string;
  readonly onFirstByte?: () => void;
}

function ask({ target, agent, body, onFirstByte }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${target.key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const began = performance.now();
    const read = (response: IncomingMessage): void => {
      let firstByteMs = 0;
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (firstByteMs === 0) {
          firstByteMs = performance.now() - began;
          onFirstByte?.();
        }
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

/** Each client's first requests are not counted: its connections are opened, and code that ran little is slow. */
const uncountedEach = 20;

async function runRequests(order: RequestsOrder): Promise<RequestsResult> {
  const { target, clients, tokens, pauseMs } = order;
  const uncounted = clients * uncountedEach;
  const requests = order.requests + uncounted;
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const body = bodyFor(pacedModel(0), tokens);
  const expected = tokens === null ? wholeAnswer : wholeStream(tokens);
  const times: number[] = [];
  let begun = 0;
  const client = async (): Promise<void> => {
    while (begun < requests) {
      begun += 1;
      const { status, text, firstByteMs } = await ask({ target, agent, body });
      if (status !== 200 || text !== expected) throw new Error(`${target.url} answered ${status}: ${text}`);
      times.push(firstByteMs);
      // Uneven, so that the clients don't fall into step.
      if (pauseMs > 0) await delay(pauseMs * 2 * Math.random());
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - began) / 1000;
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
  let atOnce = 0;
  const onFirstByte = (): void => {
    running += 1;
    atOnce = Math.max(atOnce, running);
  };
  const stream = async (): Promise<void> => {
    const answer = await ask({ target, agent, body, onFirstByte }).catch(String);
    running -= 1;
    if (typeof answer === 'string') broken.push(answer);
    else if (answer.status !== 200) broken.push(`status ${answer.status}: ${answer.text.slice(0, 200)}`);
    else if (answer.text !== expected) broken.push(`ends with ${answer.text.slice(-200)}`);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: streams }, stream));
  return { broken, atOnce, seconds: (performance.now() - began) / 1000 };
}

/** A program: asks as ordered and says how it went. What fails ends it, so that nothing is measured of it. */
process.on('message', async (message) => {
  const order = LoadOrder.parse(message);
  process.send?.(order.kind === 'requests' ? await runRequests(order) : await runStreams(order));
});
process.once('disconnect', () => process.exit());
process.send?.({});
