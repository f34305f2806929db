import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ActivityEntry, ActivityOverview, ActivityTotals } from '../../../contract/activity.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { chooseOption } from '../network/keys/testing/choose-option-fixture.ts';
import { ActivityPage } from './ActivityPage.tsx';
import { readChoice, unfiltered } from './activity-choice.ts';

/** The virtualized list needs one; without layout there is nothing to observe. */
class NoResizes {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
beforeEach(() => {
  sessionStorage.clear();
  vi.stubGlobal('ResizeObserver', NoResizes);
});

const minuteMs = 60_000;
const overview: ActivityOverview = {
  running: 1,
  today: { requests: 1_284, errors: 3, promptTokens: 0, completionTokens: 0 },
  minutes: Array.from({ length: 60 }, (_, n) => ({ at: n * minuteMs, requests: n === 30 ? 12 : 9, tokens: n * 100 })),
  models: ['qwen3:8b'],
  keys: [{ id: 'k1', name: 'Open WebUI' }],
};
const sum = { requests: 4, errors: 1, promptTokens: 1_000, completionTokens: 234 };
const totals: ActivityTotals = {
  all: sum,
  byKey: [{ ...sum, key: { id: 'k1', name: 'Open WebUI' } }],
  byModel: [{ ...sum, model: null }],
  byDay: [{ ...sum, day: '2020-08-21' }],
};
const entry: ActivityEntry = {
  id: '7',
  at: 0,
  client: '192.168.1.40',
  key: { id: 'k1', name: 'Open WebUI' },
  direct: false,
  method: 'POST',
  path: '/v1/chat/completions',
  model: 'qwen3:8b',
  status: 500,
  firstByteMs: 1,
  firstTokenMs: null,
  durationMs: 5,
  promptTokens: null,
  completionTokens: null,
  tokensPerSecond: null,
  outcome: 'failed',
};

/** Yields one event, then stays open. */
async function* streamOf<T>(event: T): AsyncGenerator<T> {
  yield event;
  await new Promise(() => undefined);
}

function respondWith(entries: readonly ActivityEntry[]) {
  return (path: string): unknown => {
    if (path === 'activity.watch') return streamOf({ reset: true, entries, removed: [], total: entries.length });
    if (path === 'activity.overview') return streamOf(overview);
    return path === 'activity.totals' ? totals : undefined;
  };
}

test('without requests it explains how to send one', async () => {
  renderWithCorral(<ActivityPage />, { respond: respondWith([]) });
  expect(await screen.findByRole('heading', { name: 'No requests yet' })).toBeTruthy();
  expect(screen.getByText('http://localhost:11434/v1')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Copy endpoint' })).toBeTruthy();
  expect(screen.getByText(/Prompts and responses aren’t recorded\./)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Clear…' })).toBe(null);
});

test('says why requests to a server outside Corral aren’t there', async () => {
  const actual = { state: 'external', owner: 'terminal', pid: 1, version: '1', canTakeOver: true } as const;
  renderWithCorral(<ActivityPage />, {
    patch: { server: { ...snapshotFixture.server, actual } },
    respond: respondWith([]),
  });
  expect(await screen.findByText(/^Apps connect directly to a server that runs outside Corral/)).toBeTruthy();
});

test('shows the figures of today and of the last hour as text too', async () => {
  const { loseLink } = renderWithCorral(<ActivityPage />, { respond: respondWith([entry]) });
  expect(await screen.findByText('Today: 1,284 requests, 3 failed')).toBeTruthy();
  expect(screen.getByRole('img', { name: 'Per minute over the last hour: peak 12 requests, now 9' })).toBeTruthy();
  expect(screen.getByRole('img', { name: 'Per minute over the last hour: peak 5,900 tokens, now 5,900' })).toBeTruthy();
  expect(screen.getByText('Live. 1 in progress.')).toBeTruthy();
  const headers = within(screen.getByRole('table')).getAllByRole('columnheader');
  expect(headers.map(({ textContent }) => textContent)).toEqual([
    ...['Time', 'Client', 'Key', 'Model', 'Endpoint', 'Status', 'First token', 'Duration', 'Tok/s', 'In', 'Out'],
  ]);
  loseLink();
  expect(screen.queryByText(/^Live/)).toBeNull();
  expect(screen.getByText('Not live. Connection lost.')).toBeTruthy();
});

test('requests what is searched and chosen', async () => {
  const { calls } = renderWithCorral(<ActivityPage />, { respond: respondWith([entry]) });
  await userEvent.type(await screen.findByLabelText('Search requests'), 'web');
  await waitFor(() => expect(calls).toContainEqual(['activity.watch', { text: 'web' }]));
  expect(await screen.findByText('1 request shown.')).toBeTruthy();
});

test('keeps the search and the filters while another page is open', async () => {
  renderWithCorral(<ActivityPage />, { respond: respondWith([entry]) });
  await userEvent.type(await screen.findByLabelText('Search requests'), 'web');
  await chooseOption('Outcome', 'Failed');
  await userEvent.click(screen.getByRole('button', { name: 'Totals' }));
  cleanup();
  const { calls } = renderWithCorral(<ActivityPage />, { respond: respondWith([entry]) });
  const requests = await screen.findByRole('button', { name: 'Requests' });
  expect(requests.getAttribute('aria-pressed')).toBe('false');
  await userEvent.click(requests);
  expect(screen.getByLabelText<HTMLInputElement>('Search requests').value).toBe('web');
  expect(calls).toContainEqual(['activity.watch', { text: 'web', outcome: 'failed' }]);
});

test('ignores an invalid stored choice', () => {
  expect([null, 'x', { outcome: 'x', model: 7 }].map(readChoice)).toEqual([unfiltered, unfiltered, unfiltered]);
});

test('shows all requests again if none matches', async () => {
  const { calls } = renderWithCorral(<ActivityPage />, {
    respond: (path, input) => {
      const isFiltered = path === 'activity.watch' && Object.keys(input ?? {}).length > 0;
      return respondWith(isFiltered ? [] : [entry])(path);
    },
  });
  await userEvent.type(await screen.findByLabelText('Search requests'), 'x');
  const showAll = await screen.findByRole('button', { name: 'Show All Requests' });
  const exportButton = screen.getByRole<HTMLButtonElement>('button', { name: 'Export CSV…' });
  expect(exportButton.disabled).toBe(true);
  await userEvent.click(showAll);
  expect(await screen.findByRole('table')).toBeTruthy();
  expect(exportButton.disabled).toBe(false);
  expect(calls.filter(([path]) => path === 'activity.watch').at(-1)).toEqual(['activity.watch', {}]);
});

test('uses the singular for one request', async () => {
  const last = { at: 59 * minuteMs, requests: 1, tokens: 0 };
  renderWithCorral(<ActivityPage />, {
    respond: (path) =>
      path === 'activity.overview' ? streamOf({ ...overview, minutes: [last] }) : respondWith([entry])(path),
  });
  const [requests, tokens] = await screen.findAllByRole('figure');
  expect(requests?.textContent).toContain('1 request this minute');
  expect(tokens?.textContent).toContain('0 tokens this minute');
});

test('clears the list only after confirmation', async () => {
  const { calls } = renderWithCorral(<ActivityPage />, { respond: respondWith([entry]) });
  await userEvent.click(await screen.findByRole('button', { name: 'Clear…' }));
  expect(screen.getByRole('heading', { name: 'Clear all requests?' })).toBeTruthy();
  expect(calls.some(([path]) => path === 'activity.clear')).toBe(false);
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
  await waitFor(() => expect(calls).toContainEqual(['activity.clear', undefined]));
});

test('shows totals by model, key and day', async () => {
  const { calls } = renderWithCorral(<ActivityPage />, { respond: respondWith([entry]) });
  await userEvent.click(await screen.findByRole('button', { name: 'Totals' }));
  expect(await screen.findByText('4 requests, 1 failed. 1,000 tokens in, 234 out.')).toBeTruthy();
  expect(screen.queryByLabelText('Search requests')).toBe(null);
  expect(calls).toContainEqual(['activity.totals', { from: new Date(59 * minuteMs).setHours(0, 0, 0, 0) }]);
  for (const name of ['Open WebUI', 'No model', 'Aug 21, 2020']) {
    const row = screen.getByRole('row', { name: new RegExp(`^${name}`) });
    expect(
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['1,234', '1,000', '234', '4', '1']);
  }
});
