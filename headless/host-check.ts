import { isIPv6 } from 'node:net';

/** The names and addresses this host accepts in a Host header. Any other name is rejected (DNS rebinding). */
export interface HostRules {
  readonly bind: readonly string[];
  readonly allowHost: readonly string[];
}

const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const WILDCARDS = ['0.0.0.0', '::'];

/** An address as it stands in a URL. */
export function inUrl(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}

/** The name in a Host header without its port, in lower case; null for what can't be one. */
function hostName(header: string): string | null {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/.exec(header.toLowerCase())?.[1] ?? null;
}

/** The address a connection arrived at; an IPv4 one on a dual-stack listener loses its IPv6 form. */
function localAddressHost(localAddress: string | undefined): string | null {
  return localAddress === undefined ? null : inUrl(localAddress.replace(/^::ffff:(?=\d+\.)/, ''));
}

/** Whether a Host header is ours. With a wildcard bind, the address that the connection arrived at is too. */
export function isOwnHost(rules: HostRules, header: string, localAddress: string | undefined): boolean {
  const name = hostName(header);
  if (name === null) return false;
  if (OWN_NAMES.includes(name) || rules.allowHost.includes(name) || rules.bind.map(inUrl).includes(name)) return true;
  return rules.bind.some((address) => WILDCARDS.includes(address)) && name === localAddressHost(localAddress);
}

/** The origins of our pages at this Host; a proxy in front of an allowed name may serve it over HTTPS. */
export function ownOrigins(rules: HostRules, header: string): readonly string[] {
  const host = header.toLowerCase();
  return rules.allowHost.includes(hostName(host) ?? '') ? [`http://${host}`, `https://${host}`] : [`http://${host}`];
}

/** Whether browsers send Sec-Fetch-Site to this host: not over unencrypted HTTP to other names than localhost. */
export function sendsFetchMetadata(header: string): boolean {
  return OWN_NAMES.includes(hostName(header) ?? '');
}
