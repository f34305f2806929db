import { ORPCError } from '@orpc/client';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../client/testing/corral-fixture.tsx';
import { StateCard } from '../features/server/StateCard.tsx';

const work = { activeRequests: 1, keyedRequests: 0, pulls: ['qwen3:8b'] };

function respond(_path: string, input: unknown): undefined {
  const asks = typeof input === 'object' && input !== null && Reflect.get(input, 'when') === 'ask';
  if (asks)
    throw new ORPCError('WORK_IN_PROGRESS', {
      defined: true,
      message: 'Busy.',
      data: { activeRequests: 1, pulls: ['qwen3:8b'], scope: 'all' },
    });
}
function busyServer() {
  return renderWithCorral(<StateCard />, { patch: { work }, respond });
}
function button(name: string) {
  return screen.getByRole('button', { name });
}

it('says what will be interrupted and what resumes, and that Corral only sees its own requests', async () => {
  busyServer();
  await userEvent.click(button('Stop server'));
  const dialog = await screen.findByRole('dialog', { name: 'Stop the server now?' });
  expect(dialog.textContent).toContain(
    '1 response is in progress and will be interrupted. qwen3:8b is downloading and resumes',
  );
  expect(dialog.textContent).toContain('Corral only sees requests that go through it');
  // A question is no failure.
  expect(screen.queryByText('Busy.')).toBeNull();
});

it('counts only requests with a key where no others are interrupted', async () => {
  const { change } = renderWithCorral(<StateCard />, {
    patch: { work: { activeRequests: 5, keyedRequests: 2, pulls: ['qwen3:8b'] } },
    respond: () => {
      const data = { activeRequests: 2, pulls: [], scope: 'keyedRequests' };
      throw new ORPCError('WORK_IN_PROGRESS', { defined: true, data });
    },
  });
  await userEvent.click(button('Stop server'));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('2 responses are in progress and will be interrupted.');
  expect(dialog.textContent).not.toContain('Corral only sees requests');
  change({ work: { activeRequests: 4, keyedRequests: 1, pulls: [] } });
  expect(dialog.textContent).toContain('1 response is in progress and will be interrupted.');
});

it.each([
  ['Stop server', 'Stop Now', 'server.stop', 'now'],
  ['Stop server', 'When Idle', 'server.stop', 'idle'],
  ['Restart server', 'Restart Now', 'server.restart', 'now'],
  ['Restart server', 'When Idle', 'server.restart', 'idle'],
])('%s, %s', async (opener, choice, path, when) => {
  const { calls } = busyServer();
  await userEvent.click(button(opener));
  await screen.findByRole('dialog');
  await userEvent.click(button(choice));
  expect(calls).toEqual([
    [path, { when: 'ask' }],
    [path, { when }],
  ]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('does nothing on Escape and on Cancel, and gives the focus back', async () => {
  const { calls } = busyServer();
  for (const close of [() => userEvent.keyboard('{Escape}'), () => userEvent.click(button('Cancel'))]) {
    await userEvent.click(button('Stop server'));
    await screen.findByRole('dialog');
    await close();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(button('Stop server')));
  }
  expect(calls.map(([, input]) => input)).toEqual([{ when: 'ask' }, { when: 'ask' }]);
});

it('updates with the work in progress while it is open', async () => {
  const { change } = busyServer();
  await userEvent.click(button('Restart server'));
  const dialog = await screen.findByRole('dialog');
  change({ work: { activeRequests: 0, keyedRequests: 0, pulls: ['a', 'b', 'c'] } });
  expect(dialog.textContent).toContain('a, b, and c are downloading and resume when the server starts again.');
  change({ work: { activeRequests: 2, keyedRequests: 0, pulls: [] } });
  expect(dialog.textContent).toContain('2 responses are in progress and will be interrupted.');
  change({ work: { activeRequests: 0, keyedRequests: 0, pulls: [] } });
  expect(dialog.textContent).toContain('No requests are going through Corral anymore.');
});

it('says that a stop is pending, and cancels it', async () => {
  const server = { ...snapshotFixture.server, pending: { action: 'stop', scope: 'all', since: 0 } as const };
  const { calls, change } = renderWithCorral(<StateCard />, { patch: { server } });
  expect(document.body.textContent).toContain('Stopping when idle.');
  await userEvent.click(button('Cancel stop'));
  expect(calls).toEqual([['server.cancelPending', undefined]]);
  change({ server: snapshotFixture.server });
  expect(document.body.textContent).not.toContain('Stops when');
});
