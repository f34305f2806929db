import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { ProbeOutcome } from '../../contract/exposure.ts';

/** For one request of a test, which needs no model. */
const RESPONSE_TIMEOUT_MS = 5_000;

export interface ProbeRequest {
  readonly method: 'GET' | 'DELETE';
  readonly path: string;
  readonly key?: string;
  /** In place of the address's own; without it, the Host header is the address. */
  readonly host?: string;
  readonly body?: string;
}

function codeOf(error: Error): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'ETIMEDOUT';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** Makes a real request on a connection of its own, without a proxy. Never rejects. */
export function probeAddress(base: URL, { method, path, key, host, body }: ProbeRequest): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const send = base.protocol === 'https:' ? requestHttps : requestHttp;
    const hostname = base.hostname.replace(/^\[|\]$/g, '');
    const request = send(
      {
        hostname,
        port: base.port || undefined,
        method,
        path,
        agent: false,
        // Not the Host header's name, which would be used for TLS too and fail there.
        ...(isIP(hostname) ? {} : { lookup, servername: hostname }),
        signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
        headers: {
          host: host ?? base.host,
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
        },
      },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0 });
      },
    );
    request.on('error', (error) => resolve({ errorCode: codeOf(error) }));
    request.end(body);
  });
}
