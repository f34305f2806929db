/**
 * The other side: runs in a network namespace of its own and executes commands, each a line of JSON. `{ ip }` runs the `ip` command
 * there, `{ request }` makes one real request; each prints a line with the same id.
 */
import { execFileSync } from 'node:child_process';
import { request as sendRequest } from 'node:http';
import { createInterface } from 'node:readline';
import type { PeerCommand, PeerRequest } from './other-side.ts';

/** Long enough for a packet over a virtual cable, short enough to wait for when nothing listens. */
const TIMEOUT_MS = 1_500;

function isCommand(value: unknown): value is PeerCommand {
  return typeof value === 'object' && value !== null && 'id' in value;
}

function request({
  host,
  port,
  path = '/v1/models',
  method = 'GET',
  headers = {},
  body,
}: PeerRequest): Promise<string> {
  return new Promise((resolve) => {
    const bodyHeaders =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const options = {
      host,
      port,
      path,
      method,
      agent: false,
      headers: { ...bodyHeaders, ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    const sent = sendRequest(options, (response) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    sent.on('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'noResponse'));
    sent.end(body);
  });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const command: unknown = JSON.parse(line);
  if (!isCommand(command)) return;
  const print = (text: string) => process.stdout.write(`${JSON.stringify({ id: command.id, text })}\n`);
  if ('ip' in command) {
    execFileSync('ip', [...command.ip], { stdio: ['ignore', 'ignore', 'inherit'] });
    print('done');
  } else void request(command.request).then(print);
});
