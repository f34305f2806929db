import type { IncomingMessage } from 'node:http';
import { type HostRules, isOwnHost, ownOrigins, sendsFetchMetadata } from './host-check.ts';
import type { Client } from './session.ts';

/** What a request says of its client; null where its Host header is missing, repeated or not ours. */
export function identifyClient(rules: HostRules, request: IncomingMessage): Client | null {
  const [host, ...more] = request.headersDistinct.host ?? [];
  const { localAddress, localPort = 0 } = request.socket;
  if (host === undefined || more.length > 0 || !isOwnHost(rules, host, localAddress)) return null;
  const { origin, cookie, authorization } = request.headers;
  const secFetchSite = request.headers['sec-fetch-site'];
  return {
    method: request.method ?? '',
    port: localPort,
    ownOrigins: ownOrigins(rules, host),
    sendsFetchMetadata: sendsFetchMetadata(host),
    origin,
    secFetchSite: typeof secFetchSite === 'string' ? secFetchSite : undefined,
    cookie,
    authorization,
  };
}
