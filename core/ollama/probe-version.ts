import { z } from 'zod';
import { POLL_TAG } from '../http/internal-requests.ts';
import { requestUpstream } from '../http/upstream-client.ts';
import { type Endpoint, originOf } from './endpoint.ts';

const VersionBody = z.object({ version: z.string() });

/** Whether a listener there accepts connections on every interface. `*` is how some tools write it. */
export function isWildcard(listening: string): boolean {
  return ['0.0.0.0', '::', '*'].includes(listening);
}

/** Where to reach a server that listens on an address: every interface includes loopback. */
export function reachableHost(listening: string): string {
  if (listening === '0.0.0.0') return '127.0.0.1';
  return listening === '::' ? '::1' : listening;
}

/** Ollama's response is some twenty bytes; another process on the port may send without end. */
const MAX_BODY_BYTES = 64 * 1024;

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Leaving the loop cancels the body.
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
export async function probeVersion(endpoint: Endpoint, timeoutMs: number): Promise<string | null> {
  try {
    const response = await requestUpstream(originOf(endpoint), {
      method: 'GET',
      path: `/api/version?${POLL_TAG}`,
      headers: {},
      body: null,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await textOf(response);
    return response.status === 200 ? versionIn(body) : null;
  } catch {
    return null;
  }
}
