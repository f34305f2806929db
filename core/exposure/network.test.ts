import type { NetworkInterfaceInfo } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tailscale } from '../../contract/exposure.ts';
import type { Reach } from '../../contract/reach.ts';
import { advertisedAddresses } from './advertised-addresses.ts';
import { type BindFacts, decideBind } from './decide-bind.ts';
import { type Interfaces, lanAddresses } from './interfaces.ts';
import { listedInterfaces } from './listed-interfaces.ts';
import { listenersReach } from './listeners-reach.ts';
import { parseStatus, tailscaleFrom } from './tailscale-status.ts';

const v4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  ...{ address, internal, family: 'IPv4', netmask: '255.255.255.0', mac: '02:00:00:00:00:01', cidr: null },
});
const v6 = (address: string): NetworkInterfaceInfo => ({
  ...{ address, internal: false, family: 'IPv6', netmask: 'ffff::', mac: '02:00:00:00:00:01', cidr: null, scopeid: 0 },
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
    expect(lanAddresses(mac).map(({ address, isPrivate }) => [address, isPrivate])).toEqual([
      ['192.168.1.24', true],
      ['10.1.0.1', true],
      ['fd00::5', true],
      ['2001:db8::5', false],
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
  const facts = { lan: lanAddresses(mac), labels: new Map([['en0', 'Wi-Fi']]), tailscale: running };
  const decided = (wanted: Reach, requireKey: boolean, changed: Partial<BindFacts> = {}) =>
    decideBind({ wanted, requireKey, tailscale: running, interfaces: listedInterfaces(facts, []), ...changed });
  const onlyThisMac = { ollamaHost: '127.0.0.1', listeners: [], reach: 'thisMac', keyed: false };

  it('has the rows without a key', () => {
    for (const requireKey of [true, false]) {
      expect(decided('thisMac', requireKey)).toEqual({ ...onlyThisMac, shortfall: null });
    }
    expect(decided('localNetwork', false, { tailscale: off })).toEqual({
      ...{ ollamaHost: '0.0.0.0', listeners: [], reach: 'localNetwork', keyed: false, shortfall: null },
    });
    expect(decided('tailscale', false)).toEqual({
      ...{ ollamaHost: '100.101.102.103', reach: 'tailscale', keyed: false, shortfall: null },
      listeners: [{ address: '127.0.0.1', keyed: false, reach: 'thisMac' }],
    });
  });

  it('has the rows with a key: private addresses only, the server on loopback', () => {
    const { listeners, ...local } = decided('localNetwork', true);
    expect(local).toEqual({ ollamaHost: '127.0.0.1', reach: 'localNetwork', keyed: true, shortfall: null });
    expect(listeners).toEqual([
      { address: '192.168.1.24', keyed: true, reach: 'localNetwork' },
      { address: 'fd00::5', keyed: true, reach: 'localNetwork' },
      { address: '10.1.0.1', keyed: true, reach: 'localNetwork' },
      { address: '100.101.102.103', keyed: true, reach: 'tailscale' },
      { address: 'fd7a:115c:a1e0::1', keyed: true, reach: 'tailscale' },
    ]);
    expect(decided('tailscale', true)).toEqual({
      ...{ ollamaHost: '127.0.0.1', reach: 'tailscale', keyed: true, shortfall: null },
      listeners: running.addresses.map((address) => ({ address, keyed: true, reach: 'tailscale' })),
    });
  });

  it('keeps to this machine where there is no address, and says why', () => {
    for (const requireKey of [true, false]) {
      expect(decided('tailscale', requireKey, { tailscale: off })).toEqual({
        ...{ ...onlyThisMac, shortfall: expect.stringContaining('Tailscale is off.') },
      });
    }
    expect(decided('localNetwork', true, { interfaces: [] })).toEqual({
      ...{ ...onlyThisMac, shortfall: expect.stringContaining('no private address') },
    });
    const ticked = (closed: string[]) => decided('localNetwork', true, { interfaces: listedInterfaces(facts, closed) });
    expect(ticked(['en0', 'bridge0', 'tailscale'])).toMatchObject({
      ...onlyThisMac,
      shortfall: expect.stringContaining('ticked'),
    });
    expect(ticked(['en0', 'bridge0'])).toMatchObject({ reach: 'tailscale', shortfall: null });
    const noLan = listedInterfaces({ ...facts, lan: [] }, []);
    expect(decided('localNetwork', true, { interfaces: noLan })).toMatchObject({
      ...{ reach: 'tailscale', shortfall: expect.stringContaining('tailnet') },
    });
  });

  it('never listens beyond loopback without a key unless that was chosen, whatever the network looks like', () => {
    fc.assert(
      fc.property(fc.constantFrom<Reach>('thisMac', 'localNetwork', 'tailscale'), fc.boolean(), (wanted, up) => {
        const { ollamaHost, listeners } = decided(wanted, true, { tailscale: up ? running : off });
        return ollamaHost === '127.0.0.1' && listeners.every(({ keyed }) => keyed);
      }),
    );
  });
});

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
      'http://[fd00::5]:11434/v1',
      'http://[2001:db8::5]:11434/v1',
    ]);
    expect(urls(['::'])).toContain('http://[fd7a:115c:a1e0::1]:11434/v1');
  });

  it('says where each leads', () => {
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

  it('says which of them needs a key', () => {
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
