import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, test } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../client/testing/corral-fixture.tsx';
import { RestartBar } from './RestartBar.tsx';
import { restartConsequence } from './restart-reason.ts';

describe('the restart bar', () => {
  it('is not there while nothing waits', () => {
    renderWithCorral(<RestartBar />);
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('undoes, or restarts at once, and offers to wait only for work', async () => {
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

  it('says what a restart waits for, and can be called off', async () => {
    const { calls } = renderWithCorral(<RestartBar />, {
      patch: {
        server: { ...snapshotFixture.server, pending: { action: 'restart', since: 0 } },
        work: { activeRequests: 2, keyedRequests: 0, pulls: ['qwen3:8b'] },
      },
    });
    expect(screen.getByText(/^For 2 answers and one download\./)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the restart' }));
    await userEvent.click(screen.getByRole('button', { name: 'Restart Now' }));
    expect(calls).toEqual([
      ['server.cancelPending', undefined],
      ['server.restart', { when: 'now' }],
    ]);
  });
});

test.each([
  [{ activeRequests: 0, keyedRequests: 0, pulls: [] }, 'Nothing that passes Corral is under way.'],
  [
    { activeRequests: 1, keyedRequests: 0, pulls: [] },
    'One answer is under way, as far as it passes Corral. Answers would be cut off.',
  ],
  [
    { activeRequests: 2, keyedRequests: 0, pulls: ['a'] },
    '2 answers and one download are under way, as far as it passes Corral. Answers would be cut off. Downloads go on afterwards by themselves.',
  ],
])('with %j a restart means: %s', (work, sentence) => {
  expect(restartConsequence(work)).toBe(sentence);
});
