// The ranges: https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AddressRange, addressRange } from './address-range.ts';

it.each<[AddressRange, readonly string[]]>([
  ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.254', '192.168.1.24', '172.20.10.5', 'fd00::5', 'fc00::1']],
  ['shared', ['100.64.0.1', '100.127.255.254', '100.101.102.103', 'fd7a:115c:a1e0::1']],
  ['public', ['9.255.255.255', '11.0.0.1', '100.63.255.255', '100.128.0.1', '141.20.5.17', '172.15.0.1', '172.32.0.1']],
  [
    'public',
    ['192.0.1.1', '192.169.0.1', '198.17.255.255', '198.20.0.1', '203.0.112.1', '203.0.114.1', '223.255.255.1'],
  ],
  ['public', ['2a02:8109:1:2:3:4:5:6', '2606:4700::1111', '2001:4860:4860::8888', '2001:db7:ffff::1', '2003::1']],
  // CLAT46 and the other protocol assignments, DS-Lite's and PCP's among them.
  ['special', ['192.0.0.1', '192.0.0.2', '192.0.0.8', '192.0.0.9', '192.0.0.170', '192.0.0.255']],
  ['special', ['0.0.0.0', '0.1.2.3', '127.0.0.1', '127.8.8.8', '169.254.3.4']],
  // Documentation, benchmarking, relays, multicast, reserved.
  ['special', ['192.0.2.1', '198.51.100.7', '203.0.113.9', '198.18.0.1', '198.19.255.255', '192.88.99.1']],
  [
    'special',
    ['192.31.196.1', '192.52.193.1', '192.175.48.1', '224.0.0.251', '239.1.1.1', '240.0.0.1', '255.255.255.255'],
  ],
  ['special', ['::', '::1', 'fe80::1', 'fe80::1%en0', 'fec0::1', 'ff02::fb', '::ffff:192.168.1.24', '::192.168.1.24']],
  // Teredo, benchmarking, ORCHID, documentation, 6to4, the former 6bone, NAT64, discard-only, segment routing.
  ['special', ['2001::1', '2001:0:53aa:64c::1', '2001:2::1', '2001:20::1', '2001:1ff::1', '2001:db8::5', '3fff::1']],
  ['special', ['2002:c000:204::1', '3ffe::1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1', '5f00::1', '4000::1']],
  ['special', ['', 'localhost', '10.0.0', '10.0.0.1/8', '0x0a000001', '*']],
])('%s: %j', (range, addresses) => {
  for (const address of addresses) expect([address, addressRange(address)]).toEqual([address, range]);
});

it('puts any address in one range', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (address) => {
      expect(['private', 'shared', 'public', 'special']).toContain(addressRange(address));
    }),
  );
});
