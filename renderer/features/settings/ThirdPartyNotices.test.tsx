import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ThirdPartyNotices } from './ThirdPartyNotices.tsx';

const react = { name: 'react', version: '19.2.0', license: 'MIT', text: 'MIT License\n\nCopyright (c) Meta' };
const zod = { name: 'zod', version: '4.1.0', license: 'MIT', text: 'MIT License\n\nCopyright (c) Colin' };

const fetchFile = vi.fn<typeof fetch>();
beforeEach(() => {
  vi.stubGlobal('fetch', fetchFile);
});
afterEach(() => {
  cleanup();
  fetchFile.mockReset();
  vi.unstubAllGlobals();
});

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

it('loads the notices from the page’s own origin when they are opened', async () => {
  const response = Promise.withResolvers<Response>();
  fetchFile.mockReturnValue(response.promise);
  render(<ThirdPartyNotices />);
  expect(fetchFile).not.toHaveBeenCalled();
  await userEvent.click(button('Show third-party notices'));
  expect(screen.getByRole('dialog', { name: 'Third-party notices' }).textContent).toContain('Loading…');
  expect(fetchFile.mock.calls.map(([file]) => file)).toEqual(['third-party-notices.json']);
  response.resolve(Response.json([react, zod]));
  const items = await screen.findAllByRole('listitem');
  expect(items.map(({ textContent }) => textContent)).toEqual(['react 19.2.0MIT', 'zod 4.1.0MIT']);
  expect(screen.queryByText('Loading…')).toBeNull();
});

it('can be opened, read and closed with the keyboard', async () => {
  fetchFile.mockResolvedValue(Response.json([react, zod]));
  render(<ThirdPartyNotices />);
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await screen.findAllByRole('listitem');
  const notice = screen.getByRole('button', { name: /^react 19/ });
  for (let presses = 0; presses < 4 && document.activeElement !== notice; presses += 1) await userEvent.tab();
  expect(document.activeElement).toBe(notice);
  await userEvent.keyboard('{Enter}');
  expect(screen.getByText(/Copyright \(c\) Meta/)).toBeTruthy();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(document.activeElement).toBe(button('Show third-party notices'));
});

it.each([
  ['is missing', () => Promise.resolve(new Response('There is nothing here.', { status: 404 }))],
  ['is damaged', () => Promise.resolve(Response.json([{ name: 'react' }]))],
  ['isn’t JSON', () => Promise.resolve(new Response('<!doctype html>'))],
  ['can’t be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
])('says so when the file %s, and loads it again on request', async (_, respond) => {
  fetchFile.mockImplementationOnce(respond);
  fetchFile.mockResolvedValueOnce(Response.json([react]));
  render(<ThirdPartyNotices />);
  await userEvent.click(button('Show third-party notices'));
  expect(await screen.findByText(/^Couldn’t load the notices\./)).toBeTruthy();
  expect(screen.queryByRole('listitem')).toBeNull();
  await userEvent.click(button('Try Again'));
  expect(await screen.findByRole('listitem')).toBeTruthy();
  expect(screen.queryByText(/^Couldn’t load/)).toBeNull();
});
