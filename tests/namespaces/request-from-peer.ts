/**
 * The other side: runs in a network namespace of its own and does as it is told, a line of JSON each. `{ ip }` runs the `ip`
 * command there, `{ ask }` makes one real request; each is answered by a line with the same id.
 */
import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import type { Asked, Order } from './other-side.ts';

/** Long enough for a packet over a virtual cable, short enough to wait for where nobody is. */
const timeoutMs = 1_500;

function isOrder(value: unknown): value is Order {
  return typeof value === 'object' && value !== null && 'id' in value;
}

function ask({ host, port, path = '/v1/models', method = 'GET', headers = {}, body }: Asked): Promise<string> {
  return new Promise((resolve) => {
    const ofBody =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const options = {
      host,
      port,
      path,
      method,
      agent: false,
      headers: { ...ofBody, ...headers },
      signal: AbortSignal.timeout(timeoutMs),
    };
    const asked = request(options, (response) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    asked.on('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'silence'));
    asked.end(body);
  });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const order: unknown = JSON.parse(line);
  if (!isOrder(order)) return;
  const answer = (text: string) => process.stdout.write(`${JSON.stringify({ id: order.id, text })}\n`);
  if ('ip' in order) {
    execFileSync('ip', [...order.ip], { stdio: ['ignore', 'ignore', 'inherit'] });
    answer('done');
  } else void ask(order.ask).then(answer);
});
