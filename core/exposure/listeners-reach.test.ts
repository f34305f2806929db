import { describe, expect, it } from 'vitest';
import { listenersReach } from './listeners-reach.ts';

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
