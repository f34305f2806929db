import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatus, tailscaleFrom } from './tailscale-status.ts';
import { mac, running, v4 } from './testing/mac-network-fixture.ts';

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
      unavailableReason: expect.any(String),
    });
    expect(tailscaleFrom(status('Stopped'), mac)).toMatchObject({ state: 'stopped', addresses: [] });
    expect(tailscaleFrom(status('NeedsMachineAuth'), mac)).toMatchObject({ state: 'needsLogin' });
    expect(tailscaleFrom(status('Running', null), mac).unavailableReason).not.toBeNull();
  });

  it('falls back to an interface that looks like Tailscale’s, and reports when there is none', () => {
    expect(tailscaleFrom('missing', mac)).toMatchObject({
      source: 'interface',
      addresses: running.addresses,
      unavailableReason: null,
    });
    expect(tailscaleFrom('unresponsive', mac)).toMatchObject({ source: 'interface' });
    expect(tailscaleFrom('missing', {})).toMatchObject({
      state: 'missing',
      unavailableReason: 'Tailscale isn’t installed.',
    });
    expect(tailscaleFrom('unresponsive', {})).toMatchObject({ state: 'stopped', source: 'cli' });
    expect(tailscaleFrom('missing', { en0: [v4('100.70.1.1')] }).state).toBe('missing');
  });

  it('counts anything that isn’t its JSON as unresponsive', () => {
    for (const text of [null, '', 'The Tailscale GUI failed to start', '[]', '{"BackendState":1}']) {
      expect(parseStatus(text)).toBe('unresponsive');
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tailscaleFrom(parseStatus(text), {}).unavailableReason).not.toBeNull();
      }),
    );
  });
});
