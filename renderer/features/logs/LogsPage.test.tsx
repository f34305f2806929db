import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { LogEvent } from '../../../contract/logs.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { LogsPage } from './LogsPage.tsx';

const { app } = snapshotFixture;
const patch = { app: { ...app, capabilities: { ...app.capabilities, revealFile: true } } };

/** A log that yields one event, then stays open. */
async function* logOf(event: LogEvent): AsyncGenerator<LogEvent> {
  yield event;
  await new Promise(() => undefined);
}

function respondWith(event: LogEvent) {
  return (path: string): unknown => (path === 'logs.watch' ? logOf(event) : undefined);
}

test('says that the log is empty', async () => {
  renderWithCorral(<LogsPage />, { respond: respondWith({ reset: true, lines: [], unreadable: null }) });
  expect(await screen.findByRole('heading', { name: 'No log entries yet' })).toBeTruthy();
});

test('names a file that cannot be read, and reveals it where the host can', async () => {
  const respond = respondWith({ reset: true, lines: [], unreadable: '/data/logs/server-r1.log' });
  const { calls } = renderWithCorral(<LogsPage />, { patch, respond });
  expect(await screen.findByText('Couldn’t read the log file')).toBeTruthy();
  expect(screen.getByText('/data/logs/server-r1.log')).toBeTruthy();
  const [reveal] = screen.getAllByRole('button', { name: 'Show in Finder' });
  if (!reveal) throw new Error('there is no button');
  await userEvent.click(reveal);
  await waitFor(() => expect(calls).toContainEqual(['app.reveal', { what: 'logs' }]));
});

test('has no button to reveal files where the host cannot', () => {
  renderWithCorral(<LogsPage />, { respond: respondWith({ reset: true, lines: [], unreadable: null }) });
  expect(screen.queryByRole('button', { name: 'Show in Finder' })).toBe(null);
});
