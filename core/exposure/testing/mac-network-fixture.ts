import type { NetworkInterfaceInfo } from 'node:os';
import type { Tailscale } from '../../../contract/exposure.ts';
import type { Interfaces } from '../interfaces.ts';

export function v4(address: string, internal = false): NetworkInterfaceInfo {
  return {
    address,
    internal,
    family: 'IPv4',
    netmask: '255.255.255.0',
    mac: '02:00:00:00:00:01',
    cidr: null,
  };
}
function v6(address: string): NetworkInterfaceInfo {
  return {
    address,
    internal: false,
    family: 'IPv6',
    netmask: 'ffff::',
    mac: '02:00:00:00:00:01',
    cidr: null,
    scopeid: 0,
  };
}

/** The interfaces of a Mac that has everything. */
export const mac: Interfaces = {
  lo0: [v4('127.0.0.1', true)],
  en0: [v6('fe80::1'), v6('2a02:8109::5'), v6('fd00::5'), v4('192.168.1.24')],
  en7: [v4('169.254.3.4')],
  bridge0: [v4('10.1.0.1')],
  bridge100: [v4('192.168.64.1')],
  awdl0: [v6('fe80::2')],
  utun4: [v4('100.101.102.103'), v6('fd7a:115c:a1e0::1')],
  utun5: [v4('10.8.0.2')],
  feth1: [v4('10.147.0.1')],
  gone: undefined,
};

export const running: Tailscale = {
  state: 'running',
  source: 'cli',
  addresses: ['100.101.102.103', 'fd7a:115c:a1e0::1'],
  dnsName: 'mac.tail4c2e.ts.net',
  unavailableReason: null,
};
export const off: Tailscale = {
  ...running,
  state: 'stopped',
  addresses: [],
  dnsName: null,
  unavailableReason: 'Tailscale is off.',
};
