import { get, type IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { pollTag } from '../http/internal-polls.ts';

const VersionBody = z.object({ version: z.string() });

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The origin of an endpoint, as a URL without a trailing slash. */
export function originOf({ host, port }: Endpoint): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** Where to reach a server that listens on an address: every interface includes loopback. */
export function reachableHost(listening: string): string {
  if (listening === '0.0.0.0') return '127.0.0.1';
  return listening === '::' ? '::1' : listening;
}

/** Ollama's response is some twenty bytes; another process on the port may send without end. */
const MAX_BODY_BYTES = 64 * 1024;

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error("The response is too long to be Ollama's.");
  }
  return Buffer.concat(chunks).toString('utf8');
}

function versionIn(body: string): string | null {
  try {
    return VersionBody.parse(JSON.parse(body)).version;
  } catch {
    return null;
  }
}

/**
 * Requests `GET /api/version` once: the version, or null when nothing responds as Ollama does within `timeoutMs`. The port
 * opens long before the server handles requests, so that only a response means ready. Each probe has a connection of its own
 * and goes there directly, whatever proxy the environment names.
 */
export function probeVersion(endpoint: Endpoint, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { agent: false, signal: AbortSignal.timeout(timeoutMs) };
    const request = get(`${originOf(endpoint)}/api/version?${pollTag}`, options, (response) => {
      bodyOf(response).then(
        (body) => resolve(response.statusCode === 200 ? versionIn(body) : null),
        () => resolve(null),
      );
    });
    request.on('error', () => resolve(null));
  });
}
