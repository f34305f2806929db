import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ThirdPartyNotices } from './ThirdPartyNotices.tsx';

const fetchFile = vi.fn<typeof fetch>();
beforeEach(() => {
  vi.stubGlobal('fetch', fetchFile);
});
afterEach(() => {
  cleanup();
  fetchFile.mockReset();
  vi.unstubAllGlobals();
});

function openButton(): HTMLElement {
  return screen.getByRole('button', { name: 'Show third-party notices' });
}

it('loads the notices from the page’s own origin when they are opened', async () => {
  const response = Promise.withResolvers<Response>();
  fetchFile.mockReturnValue(response.promise);
  render(<ThirdPartyNotices />);
  expect(fetchFile).not.toHaveBeenCalled();
  await userEvent.click(openButton());
  expect(screen.getByRole('dialog', { name: 'Third-party notices' }).textContent).toContain('Loading…');
  expect(fetchFile.mock.calls.map(([file]) => file)).toEqual(['third-party-notices.txt']);
  response.resolve(new Response('react 19\n\nMIT License'));
  const text = await screen.findByRole('region', { name: 'Third-party notices' });
  expect(text.textContent).toBe('react 19\n\nMIT License');
  expect(screen.queryByText('Loading…')).toBeNull();
});

it('can be opened, scrolled and closed with the keyboard', async () => {
  fetchFile.mockResolvedValue(new Response('MIT License'));
  render(<ThirdPartyNotices />);
  await userEvent.tab();
  expect(document.activeElement).toBe(openButton());
  await userEvent.keyboard('{Enter}');
  const text = await screen.findByRole('region', { name: 'Third-party notices' });
  for (let presses = 0; presses < 3 && document.activeElement !== text; presses += 1) await userEvent.tab();
  expect(document.activeElement).toBe(text);
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(document.activeElement).toBe(openButton());
});

it.each([
  ['is missing', () => Promise.resolve(new Response('There is nothing here.', { status: 404 }))],
  ['can’t be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
])('says so when the file %s, and loads it again on request', async (_, respond) => {
  fetchFile.mockImplementationOnce(respond);
  fetchFile.mockResolvedValueOnce(new Response('MIT License'));
  render(<ThirdPartyNotices />);
  await userEvent.click(openButton());
  expect(await screen.findByText(/^Couldn’t load the notices\./)).toBeTruthy();
  expect(screen.queryByRole('region')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Try Again' }));
  expect((await screen.findByRole('region')).textContent).toBe('MIT License');
  expect(screen.queryByText(/^Couldn’t load/)).toBeNull();
});
