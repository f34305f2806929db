import type { IncomingMessage } from 'node:http';
import { type HostRules, isOwnHost, ownOrigins, sendsFetchMetadata } from './host-check.ts';
import type { Caller } from './session.ts';

/** Who asks, by what the request shows; null where it doesn't name us, names us twice, or not at all. */
export function identifyClient(rules: HostRules, request: IncomingMessage): Caller | null {
  const [host, ...more] = request.headersDistinct.host ?? [];
  const { localAddress, localPort = 0 } = request.socket;
  if (host === undefined || more.length > 0 || !isOwnHost(rules, host, localAddress)) return null;
  const { origin, cookie, authorization } = request.headers;
  const secFetchSite = request.headers['sec-fetch-site'];
  return {
    method: request.method ?? '',
    port: localPort,
    ownOrigins: ownOrigins(rules, host),
    tellsOrigin: sendsFetchMetadata(host),
    origin,
    secFetchSite: typeof secFetchSite === 'string' ? secFetchSite : undefined,
    cookie,
    authorization,
  };
}
