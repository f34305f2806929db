import { describe, expect, it } from 'vitest';
import { advertisedAddresses } from './advertised-addresses.ts';
import { lanAddresses } from './interfaces.ts';
import { mac, off, running } from './testing/mac-network-fixture.ts';

describe('advertisedAddresses', () => {
  const facts = {
    lan: lanAddresses(mac),
    labels: new Map([['en0', 'Wi-Fi']]),
    localName: 'mac.local',
    tailscale: running,
  };
  const at = (listening: string[], tailscale = running) =>
    advertisedAddresses(
      listening.map((address) => ({ address, keyed: false })),
      11_434,
      { ...facts, tailscale },
    );
  const urls = (listening: string[], tailscale = running) => at(listening, tailscale).map(({ url }) => url);

  it('lists the addresses that respond and no others', () => {
    expect(urls(['127.0.0.1'])).toEqual(['http://localhost:11434/v1']);
    expect(urls(['100.101.102.103', '127.0.0.1'])).toEqual([
      'http://localhost:11434/v1',
      'http://mac.tail4c2e.ts.net:11434/v1',
      'http://100.101.102.103:11434/v1',
    ]);
    expect(urls(['100.101.102.103'])).not.toContain('http://localhost:11434/v1');
    expect(urls(['0.0.0.0'], off)).toEqual([
      'http://localhost:11434/v1',
      'http://mac.local:11434/v1',
      'http://192.168.1.24:11434/v1',
      'http://10.1.0.1:11434/v1',
      'http://[fd00::5]:11434/v1',
      'http://[2a02:8109::5]:11434/v1',
    ]);
    expect(urls(['::'])).toContain('http://[fd7a:115c:a1e0::1]:11434/v1');
  });

  it('labels each address', () => {
    expect(at(['0.0.0.0']).map(({ label }) => label)).toEqual([
      'This Mac',
      'Wi-Fi, name',
      'Wi-Fi, IP',
      'bridge0, IP',
      'Wi-Fi, IPv6',
      'Wi-Fi, IPv6',
      'Tailscale',
      'Tailscale, IP',
      'Tailscale, IPv6',
    ]);
  });

  it('tells which need a key', () => {
    const listening = [
      { address: '127.0.0.1', keyed: false },
      { address: '192.168.1.24', keyed: true },
      { address: '100.101.102.103', keyed: true },
    ];
    expect(advertisedAddresses(listening, 1, facts).map(({ kind, needsKey }) => [kind, needsKey])).toEqual([
      ['loopback', false],
      ['name', true],
      ['interface', true],
      ['tailscaleName', true],
      ['tailscale', true],
    ]);
  });
});
