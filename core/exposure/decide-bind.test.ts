import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkInterface } from '../../contract/exposure.ts';
import type { LocalApps, Reach } from '../../contract/reach.ts';
import { isLoopback } from '../os/is-loopback.ts';
import { type BindFacts, collides, decideBind } from './decide-bind.ts';
import { listedInterfaces } from './interface-labels.ts';
import { lanAddresses } from './interfaces.ts';
import { mac, off, running } from './testing/mac-network-fixture.ts';

describe('decideBind', () => {
  const facts = { lan: lanAddresses(mac), labels: new Map([['en0', 'Wi-Fi']]), tailscale: running };
  const decided = (desired: Reach, requireKey: boolean, changed: Partial<BindFacts> = {}) =>
    decideBind({
      desired,
      requireKey,
      localApps: 'corral',
      tailscale: running,
      interfaces: listedInterfaces(facts, []),
      ...changed,
    });
  const localhost = ['127.0.0.1', '::1'].map((address) => ({ address, keyed: false, reach: 'thisMac' }));
  const behindCorral = { placement: 'inner', host: '127.0.0.1' };
  const onlyThisMac = { ...behindCorral, listeners: localhost, reach: 'thisMac', keyed: false };

  it('decides the rows without a key', () => {
    for (const requireKey of [true, false]) {
      expect(decided('thisMac', requireKey)).toEqual({ ...onlyThisMac, degradedReason: null });
    }
    expect(decided('localNetwork', false, { tailscale: off })).toEqual({
      placement: 'public',
      host: '0.0.0.0',
      listeners: [],
      reach: 'localNetwork',
      keyed: false,
      degradedReason: null,
    });
    expect(decided('tailscale', false)).toEqual({
      placement: 'public',
      host: '100.101.102.103',
      reach: 'tailscale',
      keyed: false,
      degradedReason: null,
      listeners: localhost,
    });
  });

  it('decides the rows with a key: private addresses only, the server behind Corral', () => {
    const { listeners, ...local } = decided('localNetwork', true);
    expect(local).toEqual({ ...behindCorral, reach: 'localNetwork', keyed: true, degradedReason: null });
    expect(listeners).toEqual([
      ...localhost,
      { address: '192.168.1.24', keyed: true, reach: 'localNetwork' },
      { address: 'fd00::5', keyed: true, reach: 'localNetwork' },
      { address: '10.1.0.1', keyed: true, reach: 'localNetwork' },
      { address: '100.101.102.103', keyed: true, reach: 'tailscale' },
      { address: 'fd7a:115c:a1e0::1', keyed: true, reach: 'tailscale' },
    ]);
    expect(decided('tailscale', true)).toEqual({
      ...behindCorral,
      reach: 'tailscale',
      keyed: true,
      degradedReason: null,
      listeners: [...localhost, ...running.addresses.map((address) => ({ address, keyed: true, reach: 'tailscale' }))],
    });
  });

  it.each<[Reach, boolean, Partial<BindFacts>]>([
    ['thisMac', true, {}],
    ['localNetwork', true, {}],
    ['tailscale', true, {}],
    ['tailscale', true, { tailscale: off }],
    ['tailscale', false, { tailscale: off }],
  ])('puts the server on the port of %s for apps that connect to it directly, key %s, %o', (reach, key, changed) => {
    const { placement, host, listeners, ...rest } = decided(reach, key, changed);
    const direct = decided(reach, key, { ...changed, localApps: 'ollama' });
    expect({ placement, host }).toEqual(behindCorral);
    expect(direct).toEqual({
      ...rest,
      placement: 'public',
      host: '127.0.0.1',
      listeners: listeners.filter(({ keyed }) => keyed),
    });
  });

  it('changes nothing for apps that connect directly where other devices need no key', () => {
    for (const reach of ['localNetwork', 'tailscale'] as const) {
      expect(decided(reach, false, { localApps: 'ollama' })).toEqual(decided(reach, false));
    }
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
    const apps = fc.constantFrom<LocalApps>('corral', 'ollama');
    fc.assert(
      fc.property(reach, apps, fc.array(network), tailscale, (desired, localApps, interfaces, { isUp, addresses }) => {
        const state = { ...(isUp ? running : off), addresses };
        const decision = decided(desired, true, { localApps, tailscale: state, interfaces });
        const isKeyed = decision.listeners.every(({ address, keyed }) => keyed || isLoopback(address));
        return decision.host === '127.0.0.1' && isKeyed && !decision.listeners.some((one) => collides(decision, one));
      }),
    );
  });
});
