import { isIPv6 } from 'node:net';

/** Where a server is reached. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The origin of an endpoint, as a URL without a trailing slash. */
export function originOf({ host, port }: Endpoint): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
