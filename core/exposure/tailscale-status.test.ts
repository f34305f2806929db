import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatus, statusAfter, statusFrom, tailscaleFrom } from './tailscale-status.ts';
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

  const said = (stdout: string, stderr = '') => tailscaleFrom(statusFrom({ stdout, stderr }), {}).unavailableReason;
  it.each([
    // https://github.com/steipete/CodexBar/issues/3401 and OpenCoven/coven-cave#5438.
    [
      'The Tailscale GUI failed to start: The operation couldn’t be completed.\n',
      '',
      'The Tailscale GUI failed to start',
    ],
    ['', 'Failed to load preferences: Access denied\nmore', 'reports: Failed to load preferences: Access denied'],
    ['', 'zsh: bad CPU type in executable: tailscale', 'bad CPU type'],
    ['', 'failed to connect to local Tailscale service; is Tailscale running?', 'Tailscale is off. Turn it on first.'],
    ['', 'failed to connect to local tailscaled; it doesn’t appear to be running', 'Tailscale is off.'],
    ['{"BackendState":1}', '', 'Tailscale is off.'],
    ['', '', 'Tailscale is off.'],
  ])('says what the command says instead of a status: %j %j', (stdout, stderr, expected) => {
    expect(said(stdout, stderr)).toContain(expected);
  });

  it('finds the status after warnings, and keeps the last one while the command only talks', () => {
    const json = JSON.stringify({ BackendState: 'Running', TailscaleIPs: ['100.101.102.103'] }, null, 2);
    const warned = parseStatus(`Warning: client version "1.2" != tailscaled server version "1.3"\n${json}\n`);
    expect(tailscaleFrom(warned, mac)).toMatchObject({ state: 'running', addresses: ['100.101.102.103'] });
    expect(statusAfter(warned, { said: 'no' }, mac)).toBe(warned);
    expect(statusAfter(warned, { said: 'no' }, {})).toEqual({ said: 'no' });
  });

  it('knows an admin by the capabilities of this Mac', () => {
    const own = (caps: string[]) =>
      parseStatus(
        JSON.stringify({
          BackendState: 'Running',
          Self: { CapMap: Object.fromEntries(caps.map((cap) => [cap, null])) },
        }),
      );
    expect(tailscaleFrom(own(['https', 'https://tailscale.com/cap/is-admin']), mac).isAdmin).toBe(true);
    expect(tailscaleFrom(own(['https', 'https://tailscale.com/cap/is-owner']), mac).isAdmin).toBe(true);
    expect(tailscaleFrom(own(['https', 'https://tailscale.com/cap/file-sharing']), mac).isAdmin).toBe(false);
    expect(tailscaleFrom(own([]), mac).isAdmin).toBeUndefined();
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
