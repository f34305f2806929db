import { isIPv6 } from 'node:net';
import { z } from 'zod';

const VersionReply = z.object({ version: z.string() });

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The origin of an endpoint, as a URL without a slash at its end. */
export const originOf = ({ host, port }: Endpoint): string => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;

/** Where to reach a server that listens on an address: every interface includes loopback. */
export function reachableHost(listening: string): string {
  if (listening === '0.0.0.0') return '127.0.0.1';
  return listening === '::' ? '::1' : listening;
}

/**
 * Asks `GET /api/version` once: the version, or null when nobody answers as Ollama does within `timeoutMs`. The port opens
 * long before requests are answered, so only an answer means ready.
 */
export async function probeVersion(endpoint: Endpoint, timeoutMs: number): Promise<string | null> {
  try {
    const response = await fetch(`${originOf(endpoint)}/api/version`, {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    const reply = VersionReply.safeParse(await response.json());
    return response.ok && reply.success ? reply.data.version : null;
  } catch {
    return null;
  }
}
