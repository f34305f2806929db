// Interfaces of real Macs, as os.networkInterfaces() gives them:
// https://github.com/nodejs/node/issues/27139 (macOS 10.14), https://github.com/tailscale/tailscale/issues/3620 (ZeroTier, PPPoE and
// Parallels), https://github.com/tailscale/tailscale/issues/10318 (a phone's hotspot, a virtual machine and Tailscale),
// https://github.com/libnet/libnet/issues/105 (a Mac mini with a second address on its loopback) and, for Linux,
// https://github.com/ssbc/patchwork/issues/1035. Omitted digits are filled in.
import { isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tailscale } from '../../contract/exposure.ts';
import { interfaceKind, listedInterfaces } from './interface-labels.ts';
import { guessTailnetAddresses, type Interfaces, isTailnetAddress, lanAddresses } from './interfaces.ts';
import { mac, v4 } from './testing/mac-network-fixture.ts';

function info(address: string, mac = '02:00:00:00:00:01'): NetworkInterfaceInfo {
  const internal = address.startsWith('127.') || address === '::1';
  const base = { address, internal, netmask: '', mac, cidr: null };
  return isIPv6(address) ? { ...base, family: 'IPv6', scopeid: 0 } : { ...base, family: 'IPv4' };
}
function machine(devices: Record<string, readonly string[]>): Interfaces {
  return Object.fromEntries(
    Object.entries(devices).map(([device, addresses]) => [device, addresses.map((address) => info(address))]),
  );
}

const loopback = ['127.0.0.1', '::1', 'fe80::1'];

describe('the interfaces of a real machine', () => {
  it.each<[string, Interfaces, string[]]>([
    [
      'a MacBook on Wi-Fi',
      machine({
        lo0: loopback,
        en0: ['fe80::cd5:8b0a:d35:1fc5', '192.168.88.191'],
        awdl0: ['fe80::142f:dff:fef6:7fa6'],
        utun0: ['fe80::7d3:d3a4:d1c:5c1c'],
      }),
      ['en0 192.168.88.191'],
    ],
    [
      'one with ZeroTier, PPPoE and Parallels',
      machine({
        lo0: loopback,
        en5: ['fe80::aede:48ff:fe00:1122'],
        en8: ['fe80::1c66:bdd4:ddc4:669', '192.168.18.201'],
        feth1724: ['10.147.17.4', 'fc3e:1234:5678::1'],
        ppp0: ['10.64.2.9'],
        vnic0: ['10.211.55.2'],
        vnic1: ['10.37.129.2'],
      }),
      ['en8 192.168.18.201'],
    ],
    [
      'one at a phone’s hotspot, with a virtual machine and Tailscale',
      machine({
        lo0: loopback,
        en0: ['fe80::1', '172.20.10.5'],
        bridge100: ['192.168.64.1', 'fd07:b51a:cc66:0::1'],
        vmenet0: ['fe80::2'],
        utun8: ['100.67.190.17', 'fd7a:115c:a1e0::1'],
      }),
      ['en0 172.20.10.5', 'tailscale 100.67.190.17', 'tailscale fd7a:115c:a1e0::1'],
    ],
    [
      'a Mac mini with Ethernet, and a loopback of two addresses',
      machine({ lo0: [...loopback, '127.0.0.2'], en6: ['fe80::49f:3b00:e28c:cf00', '192.168.0.13'] }),
      ['en6 192.168.0.13'],
    ],
    [
      'two Macs on a Thunderbolt cable, one with a self-assigned address',
      machine({ lo0: loopback, bridge0: ['10.0.5.1', '169.254.9.1', 'fd12::1'], en7: ['169.254.3.4'] }),
      ['bridge0 10.0.5.1', 'bridge0 fd12::1'],
    ],
    [
      'a Mac with public addresses only',
      machine({ lo0: loopback, en0: ['141.20.5.17', '2a02:8109:1:2:3:4:5:6'], en1: ['100.72.3.4'] }),
      [],
    ],
    [
      'one at an IPv6-only hotspot, with CLAT46',
      machine({
        lo0: loopback,
        en0: ['fe80::1', '192.0.0.2', '2600:380:643d:1845:fd:56c8:ea95:642d'],
        ipsec0: ['192.0.0.6'],
      }),
      [],
    ],
    [
      'one with another VPN in Tailscale’s range, as NetBird and WARP use',
      machine({
        lo0: loopback,
        en0: ['192.168.1.24'],
        utun100: ['100.92.7.1'],
        utun3: ['100.96.0.12', '2606:4700:110::2'],
      }),
      ['en0 192.168.1.24'],
    ],
    [
      'one with Tailscale without IPv4',
      machine({ lo0: loopback, en0: ['192.168.1.24'], utun4: ['fe80::2', 'fd7a:115c:a1e0::8'] }),
      ['en0 192.168.1.24', 'tailscale fd7a:115c:a1e0::8'],
    ],
    [
      'Linux with containers and virtual machines',
      machine({
        lo: ['127.0.0.1', '::1'],
        wlp1s0: ['192.168.0.109', 'fe80::b2ff:925c:476e:e0af'],
        'br-8be599efde52': ['172.18.0.1', 'fe80::42:67ff:fe82:d11f'],
        docker0: ['172.17.0.1'],
        veth1a2b: ['172.19.0.1'],
        virbr0: ['192.168.122.1'],
        tun0: ['10.8.0.6'],
        wg0: ['10.7.0.2'],
        tailscale0: ['100.92.235.32'],
      }),
      ['wlp1s0 192.168.0.109', 'tailscale 100.92.235.32'],
    ],
  ])('%s', (_what, interfaces, opened) => {
    const addresses = guessTailnetAddresses(interfaces);
    const tailscale: Tailscale = {
      state: 'running',
      source: 'interface',
      addresses,
      dnsName: null,
      unavailableReason: null,
    };
    const listed = listedInterfaces({ lan: lanAddresses(interfaces), labels: new Map(), tailscale }, []);
    expect(listed.flatMap(({ device, addresses: own }) => own.map((address) => `${device} ${address}`))).toEqual(
      opened,
    );
  });

  it('recognizes a tunnel with an unknown name by its missing hardware address', () => {
    const tunnel = (address: string) => [info(address, '00:00:00:00:00:00')];
    const interfaces = {
      ...machine({ wlan0: ['192.168.0.9'] }),
      nordlynx: tunnel('10.5.0.2'),
      proton0: tunnel('10.2.0.2'),
    };
    expect(lanAddresses(interfaces).map(({ device }) => device)).toEqual(['wlan0']);
  });

  it('leaves out special-purpose addresses, and shared ones that are no tailnet’s', () => {
    const special = ['192.0.0.2', '198.18.0.1', '192.0.2.2', '203.0.113.5', '100.72.3.4', '240.0.0.9'];
    const specialSix = [
      '2001:0:53aa:64c::1',
      '2002:c000:204::1',
      '2001:db8::5',
      '64:ff9b::1',
      'fec0::1',
      'fd7a:115c:a1e0::9',
    ];
    const found = lanAddresses(machine({ en0: [...special, ...specialSix, '10.0.0.4', '2a02:8109::5'] }));
    expect(found.map(({ address }) => address)).toEqual(['10.0.0.4', '2a02:8109::5']);
  });

  it('leaves out temporary and deprecated addresses', () => {
    const interfaces = machine({ en0: ['192.168.1.24', 'fd12::5', 'fd12::bad', '2a02:8109::5', '2a02:8109::bad'] });
    const found = lanAddresses(interfaces, new Set(['fd12::bad', '2a02:8109::bad']));
    expect(found.map(({ address }) => address)).toEqual(['192.168.1.24', 'fd12::5', '2a02:8109::5']);
  });

  it('never offers a public, link-local or loopback address to listen on', () => {
    const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(fc.array(anyAddress), (addresses) => {
        const found = lanAddresses(machine({ en0: addresses })).filter(({ isPrivate }) => isPrivate);
        return found.every(({ address }) =>
          isIPv6(address)
            ? /^f[cd]/i.test(new URL(`http://[${address}]`).hostname.slice(1))
            : /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address) && !isTailnetAddress(address),
        );
      }),
    );
  });
});

it('identifies the kind of an interface by its name', () => {
  const kinds = Object.fromEntries(
    [
      ...['Wi-Fi', 'AirPort', 'wlan0', 'wlp3s0', 'Ethernet', 'Thunderbolt Ethernet Slot 1', 'USB 10/100/1000 LAN'],
      ...['AX88179A', 'eth0', 'enp2s0', 'Thunderbolt Bridge', 'iPhone USB', 'Bluetooth PAN'],
    ].map((label) => [label, interfaceKind(label)]),
  );
  expect(kinds).toEqual({
    'Wi-Fi': 'wifi',
    AirPort: 'wifi',
    wlan0: 'wifi',
    wlp3s0: 'wifi',
    Ethernet: 'ethernet',
    'Thunderbolt Ethernet Slot 1': 'ethernet',
    'USB 10/100/1000 LAN': 'ethernet',
    AX88179A: 'ethernet',
    eth0: 'ethernet',
    enp2s0: 'ethernet',
    'Thunderbolt Bridge': 'thunderbolt',
    'iPhone USB': 'other',
    'Bluetooth PAN': 'other',
  });
});

describe('interfaces', () => {
  it('keeps addresses that other devices can reach and drops the rest', () => {
    expect(lanAddresses(mac).map(({ address, isPrivate }) => [address, isPrivate])).toEqual([
      ['192.168.1.24', true],
      ['10.1.0.1', true],
      ['fd00::5', true],
      ['2a02:8109::5', false],
    ]);
    const linux = {
      eth0: [v4('10.0.0.2')],
      docker0: [v4('172.17.0.1')],
      veth12: [v4('10.9.0.1')],
      tailscale0: [v4('100.64.0.1')],
    };
    expect(lanAddresses(linux)).toEqual([{ device: 'eth0', address: '10.0.0.2', family: 'IPv4', isPrivate: true }]);
  });
});
