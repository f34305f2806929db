import { ORPCError } from '@orpc/client';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { ServerActual } from '../../../contract/server.ts';
import type { Snapshot } from '../../../contract/snapshot.ts';
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

it.each<[ServerActual, boolean]>([
  [{ state: 'stopped' }, true],
  [{ state: 'portInUse', pid: 7, name: 'nginx', canTakeOver: true }, true],
  [{ state: 'starting', runId: 'r', since: 0 }, false],
  [{ state: 'running', runId: 'r', since: 0, version: '1' }, false],
])('in %j, says that what Corral adds is off: %s', (actual, expected) => {
  renderWithCorral(<StateCard />, { patch: { server: { ...snapshotFixture.server, actual } } });
  expect(screen.queryByText(/^Health checks, metrics, aliases, .* are off until the server runs\.$/) !== null).toBe(
    expected,
  );
});

it.each<[string, Partial<Snapshot['settings']>]>([
  ['this Mac’s apps connect to Ollama directly', { localApps: 'ollama' }],
  ['all apps connect to Ollama directly', { reach: 'localNetwork', requireKey: false }],
])('says nothing of what Corral adds where %s', (_who, changes) => {
  const { server, settings, exposure } = snapshotFixture;
  const reach = changes.reach ?? 'thisMac';
  const patch = {
    server: { ...server, actual: { state: 'stopped' } as const },
    settings: { ...settings, ...changes },
    exposure: { ...exposure, desired: reach, effective: null },
  };
  renderWithCorral(<StateCard />, { patch });
  expect(screen.queryByText(/are off until the server runs/)).toBeNull();
});

it('says what a restart means for new requests where they wait for it', async () => {
  renderWithCorral(<StateCard />, {
    patch: { server: { ...snapshotFixture.server, innerPort: 11_433 } },
    respond: () => {
      const data = { activeRequests: 1, pulls: [], scope: 'all' };
      throw new ORPCError('WORK_IN_PROGRESS', { defined: true, data });
    },
  });
  await userEvent.click(screen.getByRole('button', { name: 'Restart server' }));
  expect((await screen.findByRole('dialog')).textContent).toContain('New requests wait until the server is back.');
});
