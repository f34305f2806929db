import { ORPCError } from '@orpc/client';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { AllowedHosts } from './AllowedHosts.tsx';

it('moves the focus to the next name when one is removed', async () => {
  const settings = snapshotFixture.settings;
  const { change } = renderWithCorral(<AllowedHosts />, {
    patch: { settings: { ...settings, allowedHosts: ['a.lan', 'b.lan'] } },
  });
  const button = (host: string) => screen.getByRole('button', { name: `Remove ${host}` });
  await userEvent.click(button('b.lan'));
  change({ settings: { ...settings, allowedHosts: ['a.lan'] } });
  expect(document.activeElement).toBe(button('a.lan'));
  await userEvent.click(button('a.lan'));
  change({ settings });
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Add a host name' }));
});

it('adds and removes a name, and shows why one can’t be added', async () => {
  const settings = { ...snapshotFixture.settings, allowedHosts: ['studio.example.com'] };
  const { calls } = renderWithCorral(<AllowedHosts />, {
    patch: { settings },
    respond: (_path, input) => {
      if (!JSON.stringify(input).includes('*')) return;
      const data = { field: 'allowedHosts', reason: 'Enter each name in full.' };
      throw new ORPCError('INVALID_SETTING', { defined: true, data });
    },
  });
  await userEvent.type(screen.getByRole('textbox', { name: 'Add a host name' }), '*.example.com{Enter}');
  expect(await screen.findByText('Enter each name in full.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Remove studio.example.com' }));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Add a host name' }).value).toBe('*.example.com');
  expect(calls).toEqual([
    ['settings.update', { allowedHosts: ['studio.example.com', '*.example.com'] }],
    ['settings.update', { allowedHosts: [] }],
  ]);
});
