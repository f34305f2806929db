import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { StateCard } from './StateCard.tsx';

it('stops a running server once, however often it is clicked', async () => {
  let finish: () => void = () => {};
  const { calls } = renderWithCorral(<StateCard />, {
    respond: () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  });
  const stop = screen.getByRole('button', { name: 'Stop server' });
  await userEvent.dblClick(stop);
  expect(calls).toEqual([['server.stop', { when: 'ask' }]]);
  finish();
  expect(screen.getByRole('button', { name: 'Start server' })).toHaveProperty('disabled', true);
});

it('offers Start when it is stopped, and says what went wrong with it', async () => {
  const { calls } = renderWithCorral(<StateCard />, {
    patch: { server: { ...snapshotFixture.server, actual: { state: 'stopped' } } },
    respond: () => {
      throw new Error('socket closed');
    },
  });
  await userEvent.click(screen.getByRole('button', { name: 'Start server' }));
  expect(calls).toEqual([['server.start', undefined]]);
  expect(await screen.findByText(/Can’t connect to Corral/)).toBeTruthy();
});
