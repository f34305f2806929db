import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, test } from 'vitest';
import type { NetworkInterface, PendingChange } from '../../contract/exposure.ts';
import { renderWithCorral, snapshotFixture } from '../client/testing/corral-fixture.tsx';
import { ChangeBar, changeLabel } from './ChangeBar.tsx';

const { exposure } = snapshotFixture;
const keyed = { scope: 'keyedRequests', since: 0 } as const;
const work = { activeRequests: 2, keyedRequests: 1, pulls: ['qwen3:8b'] };

describe('the bar of a change', () => {
  it('is hidden while no change is pending', () => {
    renderWithCorral(<ChangeBar />);
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('says which change is pending and what for, applies it now, and cancels it', async () => {
    const { calls, change } = renderWithCorral(<ChangeBar />, {
      patch: { exposure: { ...exposure, pending: { ...keyed, reach: 'thisMac' } }, work },
    });
    const bar = screen.getByRole('region', { name: 'Change pending' });
    expect(bar.textContent).toContain('This Mac only. Waiting for 1 response to finish.');
    change({ exposure: { ...exposure, pending: { ...keyed, scope: 'all', requireKey: false } } });
    expect(bar.textContent).toContain('No API key required. Waiting for 2 responses and 1 download to finish.');
    await userEvent.click(screen.getByRole('button', { name: 'Change Now' }));
    await userEvent.click(screen.getByRole('button', { name: 'Cancel change' }));
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
  [{ closedInterfaces: ['en0'] }, 'Wi-Fi off, Ethernet on.'],
  [{ closedInterfaces: ['en1', 'en9'] }, 'Different networks.'],
  [{ reach: 'localNetwork', requireKey: true, tailnetHttps: false }, 'Local network, API key required, HTTPS off.'],
  [{ localApps: 'ollama' }, 'Apps on this Mac connect to Ollama directly.'],
  [{ localApps: 'corral' }, 'Apps on this Mac connect to Corral.'],
])('%j is said as: %s', (change, sentence) => {
  expect(changeLabel({ ...keyed, ...change }, networks)).toBe(sentence);
});
