import type { NetworkInterfaceInfo } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tailscale } from '../../contract/exposure.ts';
import { advertisedAddresses } from './advertised-addresses.ts';
import { decideBind } from './decide-bind.ts';
import { type Interfaces, lanAddresses } from './interfaces.ts';
import { listenersReach } from './listeners-reach.ts';
import { parseStatus, tailscaleFrom } from './tailscale-status.ts';

const v4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  ...{ address, internal, family: 'IPv4', netmask: '255.255.255.0', mac: '00:00:00:00:00:00', cidr: null },
});
const v6 = (address: string): NetworkInterfaceInfo => ({
  ...{ address, internal: false, family: 'IPv6', netmask: 'ffff::', mac: '00:00:00:00:00:00', cidr: null, scopeid: 0 },
});

const mac: Interfaces = {
  lo0: [v4('127.0.0.1', true)],
  en0: [v6('fe80::1'), v6('2001:db8::5'), v6('fd00::5'), v4('192.168.1.24')],
  en7: [v4('169.254.3.4')],
  bridge0: [v4('10.1.0.1')],
  bridge100: [v4('192.168.64.1')],
  awdl0: [v6('fe80::2')],
  utun4: [v4('100.101.102.103'), v6('fd7a:115c:a1e0::1')],
  utun5: [v4('10.8.0.2')],
  feth1: [v4('10.147.0.1')],
  gone: undefined,
};

const running: Tailscale = {
  state: 'running',
  source: 'cli',
  addresses: ['100.101.102.103', 'fd7a:115c:a1e0::1'],
  dnsName: 'mac.tail4c2e.ts.net',
  unavailable: null,
};
const off: Tailscale = { ...running, state: 'stopped', addresses: [], dnsName: null, unavailable: 'Tailscale is off.' };

describe('interfaces', () => {
  it('keeps what other devices reach and drops the rest', () => {
    expect(lanAddresses(mac).map(({ address }) => address)).toEqual(['192.168.1.24', '10.1.0.1', '2001:db8::5']);
    const linux = {
      eth0: [v4('10.0.0.2')],
      docker0: [v4('172.17.0.1')],
      veth12: [v4('10.9.0.1')],
      tailscale0: [v4('100.64.0.1')],
    };
    expect(lanAddresses(linux)).toEqual([{ device: 'eth0', address: '10.0.0.2', family: 'IPv4' }]);
  });
});

describe('tailscale', () => {
  const status = (state: string, ips: string[] | null = ['100.101.102.103']) =>
    parseStatus(JSON.stringify({ BackendState: state, TailscaleIPs: ips, Self: { DNSName: 'mac.ts.net.' } }));

  it('counts an address only while Tailscale runs and an interface has it', () => {
    expect(tailscaleFrom(status('Running'), mac)).toEqual({
      ...running,
      addresses: ['100.101.102.103'],
      dnsName: 'mac.ts.net',
    });
    expect(tailscaleFrom(status('Running'), {})).toMatchObject({
      state: 'running',
      addresses: [],
      unavailable: expect.any(String),
    });
    expect(tailscaleFrom(status('Stopped'), mac)).toMatchObject({ state: 'stopped', addresses: [] });
    expect(tailscaleFrom(status('NeedsMachineAuth'), mac)).toMatchObject({ state: 'needsLogin' });
    expect(tailscaleFrom(status('Running', null), mac).unavailable).not.toBeNull();
  });

  it('falls back to an interface that looks like it, and says when there is nothing', () => {
    expect(tailscaleFrom('missing', mac)).toMatchObject({
      source: 'interface',
      addresses: running.addresses,
      unavailable: null,
    });
    expect(tailscaleFrom('silent', mac)).toMatchObject({ source: 'interface' });
    expect(tailscaleFrom('missing', {})).toMatchObject({
      state: 'missing',
      unavailable: 'Tailscale is not installed.',
    });
    expect(tailscaleFrom('silent', {})).toMatchObject({ state: 'stopped', source: 'cli' });
    expect(tailscaleFrom('missing', { en0: [v4('100.70.1.1')] }).state).toBe('missing');
  });

  it('takes anything for silence that is not its JSON', () => {
    for (const text of [null, '', 'The Tailscale GUI failed to start', '[]', '{"BackendState":1}']) {
      expect(parseStatus(text)).toBe('silent');
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tailscaleFrom(parseStatus(text), {}).unavailable).not.toBeNull();
      }),
    );
  });
});

describe('decideBind', () => {
  it('has the keyless rows of the table', () => {
    expect(decideBind('thisMac', running)).toEqual({
      host: '127.0.0.1',
      forwarders: [],
      reach: 'thisMac',
      shortfall: null,
    });
    expect(decideBind('localNetwork', off)).toMatchObject({ host: '0.0.0.0', reach: 'localNetwork', forwarders: [] });
    expect(decideBind('tailscale', running)).toMatchObject({
      ...{ host: '100.101.102.103', reach: 'tailscale', forwarders: ['127.0.0.1'], shortfall: null },
    });
    expect(decideBind('tailscale', off)).toMatchObject({
      ...{
        host: '127.0.0.1',
        reach: 'thisMac',
        forwarders: [],
        shortfall: expect.stringContaining('Tailscale is off.'),
      },
    });
  });
});

describe('advertisedAddresses', () => {
  const facts = {
    lan: lanAddresses(mac),
    labels: new Map([['en0', 'Wi-Fi']]),
    localName: 'mac.local',
    tailscale: running,
  };
  const urls = (listening: string[], tailscale = running) =>
    advertisedAddresses(listening, 11_434, { ...facts, tailscale }).map(({ url }) => url);

  it('lists what answers and nothing else', () => {
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
      'http://[2001:db8::5]:11434/v1',
    ]);
    expect(urls(['::'])).toContain('http://[fd7a:115c:a1e0::1]:11434/v1');
  });

  it('says where each leads', () => {
    const labels = advertisedAddresses(['0.0.0.0'], 1, facts).map(({ label }) => label);
    expect(labels).toEqual([
      'This Mac',
      'Wi-Fi, name',
      'Wi-Fi, IP',
      'bridge0, IP',
      'Wi-Fi, IPv6',
      'Tailscale',
      'Tailscale, IP',
      'Tailscale, IPv6',
    ]);
  });
});

describe('listenersReach', () => {
  it.each([
    [[], null],
    [['127.0.0.1', '::1'], 'thisMac'],
    [['127.0.0.1', '100.101.102.103'], 'tailscale'],
    [['127.0.0.1', '0.0.0.0'], 'localNetwork'],
    [['::'], 'localNetwork'],
    [['192.168.1.2'], 'localNetwork'],
  ])('%j is %s', (addresses, reach) => {
    expect(listenersReach(addresses)).toBe(reach);
  });
});
