import type { Address } from '../exposure.ts';
import { addressText } from './catalog/en/addresses.ts';

/** An address as it is shown and copied. Whether it requires a key depends on which listener has it. */
export type NamedAddress = Pick<Address, 'kind' | 'label' | 'url'>;

export function loopbackAddress(port: number): NamedAddress {
  return { kind: 'loopback', label: addressText('thisMac'), url: endpointUrl('localhost', port) };
}

/** This Mac's `.local` name, which leads to an address of `network`. */
export function localNameAddress(name: string, network: string, port: number): NamedAddress {
  return { kind: 'name', label: addressText('localName', { network }), url: endpointUrl(name, port) };
}

/** A numeric address of the interface called `network`. */
export function interfaceAddress(address: string, network: string, port: number): NamedAddress {
  const label = addressText(isIpv6(address) ? 'ipv6' : 'ipv4', { network });
  return { kind: 'interface', label, url: endpointUrl(address, port) };
}

export function tailscaleNameAddress(dnsName: string, port: number): NamedAddress {
  return { kind: 'tailscaleName', label: addressText('tailscaleName'), url: endpointUrl(dnsName, port) };
}

/** A numeric address on the tailnet. */
export function tailscaleAddress(address: string, port: number): NamedAddress {
  const label = addressText(isIpv6(address) ? 'tailscaleIpv6' : 'tailscaleIpv4');
  return { kind: 'tailscale', label, url: endpointUrl(address, port) };
}

/** `url` is that of `tailscale serve`, with `/v1`. */
export function tailscaleHttpsAddress(url: string): NamedAddress {
  return { kind: 'tailscaleHttps', label: addressText('tailscaleHttps'), url };
}

/** The base URL for clients. An IPv6 address is put in brackets. */
function endpointUrl(host: string, port: number): string {
  return `http://${isIpv6(host) ? `[${host}]` : host}:${port}/v1`;
}

/** Of a host that is a name or a numeric address: only IPv6 addresses contain a colon. */
function isIpv6(host: string): boolean {
  return host.includes(':');
}
