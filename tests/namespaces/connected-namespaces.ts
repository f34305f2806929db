import { execFileSync } from 'node:child_process';
import { type OtherSide, startOtherSide } from './other-side.ts';

/** This side's addresses. The container's and the public one must never be listened on by themselves. */
export const here = {
  lan: '192.168.77.1',
  lanSix: 'fd77::1',
  publicSix: '2a02:8109:77::1',
  secondLan: '10.77.0.1',
  tailnet: '100.101.102.103',
  tailnetSix: 'fd7a:115c:a1e0::103',
  container: '172.17.0.1',
} as const;

/** The virtual cables, each with the addresses at its two ends. */
const CABLES = [
  {
    device: 'eth0',
    ours: [`${here.lan}/24`, `${here.lanSix}/64`, `${here.publicSix}/64`],
    theirs: ['192.168.77.2/24', 'fd77::2/64', '2a02:8109:77::2/64'],
  },
  { device: 'eth1', ours: [`${here.secondLan}/24`], theirs: ['10.77.0.2/24'] },
  {
    device: 'tailscale0',
    ours: [`${here.tailnet}/10`, `${here.tailnetSix}/48`],
    theirs: ['100.101.102.200/10', 'fd7a:115c:a1e0::200/48'],
  },
  { device: 'docker0', ours: [`${here.container}/16`], theirs: ['172.17.0.2/16'] },
] as const;

export function ip(...args: readonly string[]): void {
  execFileSync('ip', [...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** With `nodad`, an IPv6 address can be bound at once: the kernel doesn't check first whether another device has it. */
export function addressArguments(action: 'add' | 'del', address: string, device: string): string[] {
  const args = ['address', action, address, 'dev', device];
  return action === 'add' && address.includes(':') ? [...args, 'nodad'] : args;
}

/** Connects this namespace, which must be one of our own, with another one. */
export async function connectNamespaces(): Promise<OtherSide> {
  const other = await startOtherSide();
  ip('link', 'set', 'lo', 'up');
  for (const { device, ours, theirs } of CABLES) {
    ip('link', 'add', device, 'type', 'veth', 'peer', 'name', device, 'netns', String(other.pid));
    ip('link', 'set', device, 'up');
    await other.ip('link', 'set', device, 'up');
    for (const address of ours) ip(...addressArguments('add', address, device));
    for (const address of theirs) await other.ip(...addressArguments('add', address, device));
  }
  return other;
}
