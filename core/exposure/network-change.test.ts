import type { NetworkInterfaceInfo } from 'node:os';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Interfaces } from './interfaces.ts';
import { watchNetworkChanges } from './network-change.ts';

function v4(address: string): NetworkInterfaceInfo {
  return {
    address,
    netmask: '255.255.255.0',
    mac: '',
    internal: false,
    cidr: `${address}/24`,
    family: 'IPv4',
  };
}
const home: Interfaces = { lo0: [v4('127.0.0.1')], en0: [v4('192.168.1.5'), v4('192.168.1.6')] };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it.each<[string, Interfaces, number]>([
  ['nothing changed', home, 0],
  [
    'the system lists them in another order',
    { en0: [v4('192.168.1.6'), v4('192.168.1.5')], lo0: [v4('127.0.0.1')] },
    0,
  ],
  ['a device without addresses appeared', { ...home, awdl0: [] }, 0],
  ['an address appeared', { ...home, utun3: [v4('100.64.0.1')] }, 1],
  ['an address disappeared', { lo0: [v4('127.0.0.1')], en0: [v4('192.168.1.5')] }, 1],
  ['an address changed', { lo0: [v4('127.0.0.1')], en0: [v4('10.0.0.5'), v4('192.168.1.6')] }, 1],
  ['the addresses are on another device', { lo0: [v4('127.0.0.1')], en1: home.en0 ?? [] }, 1],
])('when %s', (_what, next, times) => {
  let now = home;
  const onChange = vi.fn();
  const stop = watchNetworkChanges({ interfaces: () => now, onChange });
  vi.advanceTimersByTime(3_000);
  now = next;
  vi.advanceTimersByTime(9_000);
  expect(onChange).toHaveBeenCalledTimes(times);
  stop();
  now = {};
  vi.advanceTimersByTime(9_000);
  expect(onChange).toHaveBeenCalledTimes(times);
  expect(vi.getTimerCount()).toBe(0);
});

it('reads the real interfaces by default', () => {
  const onChange = vi.fn();
  const stop = watchNetworkChanges({ onChange });
  vi.advanceTimersByTime(6_000);
  expect(onChange).not.toHaveBeenCalled();
  stop();
});
