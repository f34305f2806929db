import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../client/testing/corral-fixture.tsx';
import { sectionOfHash } from '../navigation/sections.ts';
import { Shell } from './Shell.tsx';

beforeEach(() => {
  window.location.hash = '';
});

describe('the window', () => {
  it('has the links by name, marks the current one, and has the status as the first live text', () => {
    renderWithCorral(<Shell />);
    const navigation = screen.getByRole('navigation');
    const links = within(navigation).getAllByRole('link');
    expect(links.map((link) => link.textContent)).toEqual([
      'Server',
      'Models',
      'Playground',
      'Network',
      'Activity',
      'Logs',
      'Settings',
    ]);
    expect(within(navigation).getByRole('link', { current: 'page' }).textContent).toBe('Server');
    expect(screen.getAllByRole('status')[0]?.textContent).toBe('Running');
  });

  it('starts and stops the server from the chip', async () => {
    const { calls, change } = renderWithCorral(<Shell />);
    const navigation = screen.getByRole('navigation');
    await userEvent.click(within(navigation).getByRole('button', { name: 'Stop server' }));
    change({ server: { ...snapshotFixture.server, actual: { state: 'stopped' } } });
    await userEvent.click(within(navigation).getByRole('button', { name: 'Start server' }));
    expect(calls.map(([path]) => path)).toEqual(['server.stop', 'server.start']);
  });

  it('goes to a page by its key', async () => {
    renderWithCorral(<Shell />);
    await userEvent.keyboard('{Meta>}4{/Meta}');
    expect(window.location.hash).toBe('#/network');
    await userEvent.keyboard('{Control>},{/Control}');
    expect(window.location.hash).toBe('#/settings');
  });

  it('says what a restart is for, and dismisses a notice', async () => {
    const notices = [{ id: 'n1', kind: 'warning', title: 'The settings file was set aside', detail: 'Kept.' } as const];
    const { calls } = renderWithCorral(<Shell />, {
      patch: { restartNeeded: ['port', 'modelsFolder'], app: { ...snapshotFixture.app, notices } },
    });
    expect(screen.getByText(/^Restart the server to apply changes to the port and the models folder\./)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: /^Dismiss/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Restart Now' }));
    expect(calls).toEqual([
      ['app.dismissNotice', { id: 'n1' }],
      ['server.restart', { when: 'now' }],
    ]);
  });
});

it('reads the page from the address, and shows the server for anything else', () => {
  expect(['#/models', '#/logs?x', '#/nowhere', ''].map(sectionOfHash)).toEqual(['models', 'logs', 'server', 'server']);
});
