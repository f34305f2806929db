import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { ProbeOutcome } from '../../contract/exposure.ts';

/** For one request of a test, which nothing has to be loaded for. Milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

export interface Question {
  readonly method: 'GET' | 'DELETE';
  readonly path: string;
  readonly key?: string;
  /** In place of the address's own. */
  readonly host?: string;
  readonly body?: string;
}

function codeOf(error: Error): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'ETIMEDOUT';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** A real request on a connection of its own, past any proxy. Never rejects. */
export function probeAddress(base: URL, { method, path, key, host, body }: Question): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const request = base.protocol === 'https:' ? requestHttps : requestHttp;
    const hostname = base.hostname.replace(/^\[|\]$/g, '');
    const asked = request(
      {
        hostname,
        port: base.port || undefined,
        method,
        path,
        agent: false,
        // Not the name of the Host header, which would be asked for in TLS too and get no further.
        ...(isIP(hostname) ? {} : { lookup, servername: hostname }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        headers: {
          host: host ?? base.host,
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
        },
      },
      (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0 });
      },
    );
    asked.on('error', (error) => resolve({ errorCode: codeOf(error) }));
    asked.end(body);
  });
}
