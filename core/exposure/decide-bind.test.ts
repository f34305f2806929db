import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkInterface } from '../../contract/exposure.ts';
import type { Reach } from '../../contract/reach.ts';
import { type BindFacts, decideBind } from './decide-bind.ts';
import { listedInterfaces } from './interface-labels.ts';
import { lanAddresses } from './interfaces.ts';
import { mac, off, running } from './testing/mac-network-fixture.ts';

describe('decideBind', () => {
  const facts = { lan: lanAddresses(mac), labels: new Map([['en0', 'Wi-Fi']]), tailscale: running };
  const decided = (desired: Reach, requireKey: boolean, changed: Partial<BindFacts> = {}) =>
    decideBind({ desired, requireKey, tailscale: running, interfaces: listedInterfaces(facts, []), ...changed });
  const onlyThisMac = { ollamaHost: '127.0.0.1', listeners: [], reach: 'thisMac', keyed: false };

  it('decides the rows without a key', () => {
    for (const requireKey of [true, false]) {
      expect(decided('thisMac', requireKey)).toEqual({ ...onlyThisMac, degradedReason: null });
    }
    expect(decided('localNetwork', false, { tailscale: off })).toEqual({
      ollamaHost: '0.0.0.0',
      listeners: [],
      reach: 'localNetwork',
      keyed: false,
      degradedReason: null,
    });
    expect(decided('tailscale', false)).toEqual({
      ollamaHost: '100.101.102.103',
      reach: 'tailscale',
      keyed: false,
      degradedReason: null,
      listeners: [{ address: '127.0.0.1', keyed: false, reach: 'thisMac' }],
    });
  });

  it('decides the rows with a key: private addresses only, the server on loopback', () => {
    const { listeners, ...local } = decided('localNetwork', true);
    expect(local).toEqual({ ollamaHost: '127.0.0.1', reach: 'localNetwork', keyed: true, degradedReason: null });
    expect(listeners).toEqual([
      { address: '192.168.1.24', keyed: true, reach: 'localNetwork' },
      { address: 'fd00::5', keyed: true, reach: 'localNetwork' },
      { address: '10.1.0.1', keyed: true, reach: 'localNetwork' },
      { address: '100.101.102.103', keyed: true, reach: 'tailscale' },
      { address: 'fd7a:115c:a1e0::1', keyed: true, reach: 'tailscale' },
    ]);
    expect(decided('tailscale', true)).toEqual({
      ollamaHost: '127.0.0.1',
      reach: 'tailscale',
      keyed: true,
      degradedReason: null,
      listeners: running.addresses.map((address) => ({ address, keyed: true, reach: 'tailscale' })),
    });
  });

  it('listens only on loopback when there is no address, with the reason', () => {
    for (const requireKey of [true, false]) {
      expect(decided('tailscale', requireKey, { tailscale: off })).toEqual({
        ...onlyThisMac,
        degradedReason: expect.stringContaining('Tailscale is off.'),
      });
    }
    expect(decided('localNetwork', true, { interfaces: [] })).toEqual({
      ...onlyThisMac,
      degradedReason: expect.stringContaining('doesn’t have a private network address'),
    });
    const selected = (closed: string[]) =>
      decided('localNetwork', true, { interfaces: listedInterfaces(facts, closed) });
    expect(selected(['en0', 'bridge0', 'tailscale'])).toMatchObject({
      ...onlyThisMac,
      degradedReason: expect.stringContaining('selected'),
    });
    expect(selected(['en0', 'bridge0'])).toMatchObject({ reach: 'tailscale', degradedReason: null });
    const noLan = listedInterfaces({ ...facts, lan: [] }, []);
    expect(decided('localNetwork', true, { interfaces: noLan })).toMatchObject({
      reach: 'tailscale',
      degradedReason: expect.stringContaining('tailnet'),
    });
  });

  it('never listens beyond loopback without a key unless that is chosen, whatever the network', () => {
    const network = fc.record<NetworkInterface>({
      device: fc.string(),
      label: fc.string(),
      kind: fc.constantFrom('wifi', 'ethernet', 'thunderbolt', 'tailscale', 'other'),
      addresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6())),
      selected: fc.boolean(),
    });
    const tailscale = fc.record({ isUp: fc.boolean(), addresses: fc.array(fc.ipV4()) });
    const reach = fc.constantFrom<Reach>('thisMac', 'localNetwork', 'tailscale');
    fc.assert(
      fc.property(reach, fc.array(network), tailscale, (desired, interfaces, { isUp, addresses }) => {
        const state = { ...(isUp ? running : off), addresses };
        const { ollamaHost, listeners } = decided(desired, true, { tailscale: state, interfaces });
        return ollamaHost === '127.0.0.1' && listeners.every(({ keyed }) => keyed);
      }),
    );
  });
});
