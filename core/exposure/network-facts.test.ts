import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Interfaces } from './interfaces.ts';
import { createNetworkFacts } from './network-facts.ts';

function at(address: string): NetworkInterfaceInfo[] {
  return [{ address, internal: false, family: 'IPv4', netmask: '', mac: '02:00:00:00:00:01', cidr: null }];
}
function status(MagicDNSEnabled: boolean) {
  return JSON.stringify({
    BackendState: 'Running',
    TailscaleIPs: ['100.101.102.103'],
    Self: { DNSName: 'mac.tail4c2e.ts.net.' },
    CurrentTailnet: { MagicDNSEnabled },
  });
}

let folder: string;
let now: Interfaces;
const readLabels = vi.fn(async () => new Map([['en0', 'Wi-Fi']]));
/** The stub of Tailscale's command. */
function command(script: string) {
  writeFileSync(join(folder, 'tailscale'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'tailscale'), 0o755);
}
function facts() {
  return createNetworkFacts({
    env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder },
    platform: 'linux',
    readLabels,
    interfaces: () => now,
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-facts-'));
  now = { en0: at('192.168.1.24'), utun4: at('100.101.102.103') };
  readLabels.mockClear();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps the name on the tailnet while the command doesn’t respond and the address exists', async () => {
  command(`echo '${status(true)}'`);
  const network = facts();
  await network.refresh();
  const before = network.tailscale();
  expect(before).toMatchObject({ state: 'running', source: 'cli', dnsName: 'mac.tail4c2e.ts.net' });
  command('echo "The Tailscale GUI failed to start"; exit 1');
  await network.refresh();
  expect(network.tailscale()).toEqual(before);
  now = { en0: at('192.168.1.24') };
  await network.refresh();
  expect(network.tailscale()).toMatchObject({ state: 'stopped', addresses: [], dnsName: null });
});

it('has no name on a tailnet without MagicDNS', async () => {
  command(`echo '${status(false)}'`);
  const network = facts();
  await network.refresh();
  expect(network.tailscale()).toMatchObject({ addresses: ['100.101.102.103'], dnsName: null, unavailableReason: null });
});

it('reads the names of interfaces again only when another interface appears', async () => {
  command('exit 1');
  const network = facts();
  await network.refresh();
  await network.refresh();
  expect(readLabels).toHaveBeenCalledOnce();
  now = { ...now, en8: at('10.0.0.8') };
  readLabels.mockResolvedValueOnce(new Map([...network.addresses().labels, ['en8', 'USB 10/100/1000 LAN']]));
  await network.refresh();
  expect(network.addresses().labels.get('en8')).toBe('USB 10/100/1000 LAN');
  now = { ...now, en8: at('10.0.0.9') };
  await network.refresh();
  expect(readLabels).toHaveBeenCalledTimes(2);
});
