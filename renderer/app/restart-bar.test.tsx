import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, test } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../client/testing/corral-fixture.tsx';
import { RestartBar } from './RestartBar.tsx';
import { restartConsequence } from './restart-reason.ts';

describe('the restart bar', () => {
  it('is hidden while no restart is needed', () => {
    renderWithCorral(<RestartBar />);
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('undoes, or restarts now, and offers to wait only while there is work', async () => {
    const { calls, change } = renderWithCorral(<RestartBar />, { patch: { restartNeeded: ['contextLength'] } });
    expect(screen.queryByRole('button', { name: 'Restart When Idle' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Undo Changes' }));
    change({ work: { activeRequests: 1, keyedRequests: 0, pulls: [] } });
    await userEvent.click(screen.getByRole('button', { name: 'Restart When Idle' }));
    await userEvent.click(screen.getByRole('button', { name: 'Restart Now' }));
    expect(calls).toEqual([
      ['settings.undoChanges', undefined],
      ['server.restart', { when: 'idle' }],
      ['server.restart', { when: 'now' }],
    ]);
  });

  it('says what a restart waits for, and can be canceled', async () => {
    const { calls } = renderWithCorral(<RestartBar />, {
      patch: {
        server: { ...snapshotFixture.server, pending: { action: 'restart', since: 0 } },
        work: { activeRequests: 2, keyedRequests: 0, pulls: ['qwen3:8b'] },
      },
    });
    expect(screen.getByText(/^Waiting for 2 responses and 1 download to finish\./)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel restart' }));
    await userEvent.click(screen.getByRole('button', { name: 'Restart Now' }));
    expect(calls).toEqual([
      ['server.cancelPending', undefined],
      ['server.restart', { when: 'now' }],
    ]);
  });
});

test.each([
  [{ activeRequests: 0, keyedRequests: 0, pulls: [] }, 'No requests are going through Corral right now.'],
  [
    { activeRequests: 1, keyedRequests: 0, pulls: [] },
    '1 response is in progress through Corral. Responses will be interrupted.',
  ],
  [
    { activeRequests: 2, keyedRequests: 0, pulls: ['a'] },
    '2 responses and 1 download are in progress through Corral. Responses will be interrupted. Downloads resume automatically.',
  ],
])('with %j a restart means: %s', (work, sentence) => {
  expect(restartConsequence(work, { requestsWait: false })).toBe(sentence);
  expect(restartConsequence(work, { requestsWait: true })).toBe(
    `${sentence} New requests wait until the server is back.`,
  );
});

test('where Corral is in front of the server, it sees all requests, and new ones wait', () => {
  const server = { ...snapshotFixture.server, innerPort: 11_433 };
  const { change } = renderWithCorral(<RestartBar />, { patch: { server, restartNeeded: ['contextLength'] } });
  const bar = () => screen.getByRole('region').textContent;
  expect(bar()).toContain('New requests wait until the server is back.');
  change({ settings: { ...snapshotFixture.settings, requestWaitSeconds: 0 } });
  expect(bar()).not.toContain('New requests wait');
  change({ server: { ...server, pending: { action: 'restart', since: 0 } } });
  expect(bar()).not.toContain('only sees requests');
  change({ server: { ...server, innerPort: null, pending: { action: 'restart', since: 0 } } });
  expect(bar()).toContain('only sees requests');
});
