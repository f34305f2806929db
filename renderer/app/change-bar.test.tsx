import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, test } from 'vitest';
import type { NetworkInterface, PendingChange } from '../../contract/exposure.ts';
import { renderWithCorral, snapshotFixture } from '../client/testing/corral-fixture.tsx';
import { ChangeBar } from './ChangeBar.tsx';
import { changeLabel } from './change-label.ts';

const { exposure } = snapshotFixture;
const keyed = { scope: 'keyedRequests', since: 0 } as const;
const work = { activeRequests: 2, keyedRequests: 1, pulls: ['qwen3:8b'] };

describe('the bar of a change', () => {
  it('is not there while none waits', () => {
    renderWithCorral(<ChangeBar />);
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('says which change waits and for whom, makes it at once, and calls it off', async () => {
    const { calls, change } = renderWithCorral(<ChangeBar />, {
      patch: { exposure: { ...exposure, pending: { ...keyed, reach: 'thisMac' } }, work },
    });
    const bar = screen.getByRole('region', { name: 'The change waits' });
    expect(bar.textContent).toContain('This Mac only. It waits for one answer.');
    change({ exposure: { ...exposure, pending: { ...keyed, scope: 'all', requireKey: false } } });
    expect(bar.textContent).toContain('Without a key. It waits for 2 answers and one download.');
    await userEvent.click(screen.getByRole('button', { name: 'Change Now' }));
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the change' }));
    expect(calls.map(([path]) => path)).toEqual(['exposure.applyPendingNow', 'exposure.cancelPending']);
  });
});

function network(device: string, label: string, selected: boolean): NetworkInterface {
  return {
    device,
    label,
    selected,
    kind: 'other',
    addresses: [],
  };
}
const networks = [network('en0', 'Wi-Fi', true), network('en1', 'Ethernet', false), network('en2', 'Dock', true)];

test.each<[Partial<PendingChange>, string]>([
  [{ closedInterfaces: ['en0'] }, 'Without Wi-Fi, with Ethernet.'],
  [{ closedInterfaces: ['en1', 'en9'] }, 'Other networks.'],
  [{ reach: 'localNetwork', requireKey: true, tailnetHttps: false }, 'Local network, with a key, HTTPS off.'],
])('%j is said as: %s', (change, sentence) => {
  expect(changeLabel({ ...keyed, ...change }, networks)).toBe(sentence);
});
