import { isIPv6 } from 'node:net';

/** The names and addresses this host answers to; a page of any other name that leads here is refused (DNS rebinding). */
export interface HostRules {
  readonly bind: readonly string[];
  readonly allowHost: readonly string[];
}

const own = ['127.0.0.1', 'localhost', '[::1]'];
const wildcards = ['0.0.0.0', '::'];

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

/** Whether a request names us. With a wildcard bind our own addresses are the one each connection arrived at. */
export function isOwnHost(rules: HostRules, header: string, localAddress: string | undefined): boolean {
  const name = hostName(header);
  if (name === null) return false;
  if (own.includes(name) || rules.allowHost.includes(name) || rules.bind.map(inUrl).includes(name)) return true;
  return rules.bind.some((address) => wildcards.includes(address)) && name === localAddressHost(localAddress);
}

/** The origins our pages have when asked for by this Host; behind an allowed name a proxy may speak HTTPS. */
export function ownOrigins(rules: HostRules, header: string): readonly string[] {
  const host = header.toLowerCase();
  return rules.allowHost.includes(hostName(host) ?? '') ? [`http://${host}`, `https://${host}`] : [`http://${host}`];
}

/** Whether browsers tell a server of this name where a request comes from (Sec-Fetch-Site): not over plain HTTP elsewhere. */
export function sendsFetchMetadata(header: string): boolean {
  return own.includes(hostName(header) ?? '');
}
