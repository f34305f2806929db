import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, test } from 'vitest';
import type { EffectiveVariable } from '../../../contract/settings.ts';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { configurationText, filterVariables } from './configuration-rows.ts';
import { SettingsPage } from './SettingsPage.tsx';
import { rowOfProblem } from './variable-rows.ts';

beforeEach(() => {
  window.location.hash = '#/settings';
});

const { settings, app } = snapshotFixture;

describe('the Settings page', () => {
  it('validates while the person types, and stores on Return', async () => {
    const problem = { field: 'parallelRequests', reason: 'Enter a whole number from 1 to 256.' };
    const { calls } = renderWithCorral(<SettingsPage />, {
      respond: (path, input) => (path === 'settings.check' && JSON.stringify(input).includes('900') ? problem : null),
    });
    const field = screen.getByRole('textbox', { name: 'Parallel requests per model' });
    await userEvent.type(field, '900');
    await screen.findByText(problem.reason);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await userEvent.clear(field);
    await userEvent.type(field, 'x');
    expect(screen.getByText(/^Enter a whole number\. Ollama/)).toBeTruthy();
    await userEvent.type(field, '{Backspace}4{Enter}');
    const updates = () => calls.filter(([path]) => path === 'settings.update');
    await waitFor(() => expect(updates()).toEqual([['settings.update', { parallelRequests: 4 }]]));
  });

  it('keeps what is being typed when an earlier value arrives', async () => {
    const { change } = renderWithCorral(<SettingsPage />);
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Port' });
    await userEvent.type(field, '12000{Enter}');
    await userEvent.type(field, '{Backspace}5');
    change({ settings: { ...settings, port: 12_000 } });
    expect(field.value).toBe('12005');
    change({ settings: { ...settings, port: 13_000 } });
    expect(field.value).toBe('12005');
    await userEvent.type(field, '{Escape}');
    expect(field.value).toBe('13000');
    change({ settings: { ...settings, port: null } });
    expect(field.value).toBe('');
  });

  it('shows what the host supports, and marks what takes effect after a restart', () => {
    renderWithCorral(<SettingsPage />, {
      patch: {
        app: { ...app, capabilities: { ...app.capabilities, keepAwake: true } },
        restartNeeded: ['kvCacheType'],
      },
    });
    expect(screen.getByRole('switch', { name: /^Keep this Mac awake/ })).toBeTruthy();
    expect(screen.queryByRole('switch', { name: 'Open Corral at login' })).toBeNull();
    expect(screen.getByText('after restart').parentElement?.textContent).toContain('KV cache type');
  });

  it('removes an origin and a variable by name', async () => {
    const extraVariables = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    const { calls } = renderWithCorral(<SettingsPage />, {
      patch: { settings: { ...settings, allowedOrigins: ['http://a', 'http://b'], extraVariables } },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Remove http://a' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove A' }));
    expect(calls.filter(([path]) => path === 'settings.update').map(([, input]) => input)).toEqual([
      { allowedOrigins: ['http://b'] },
      { extraVariables: [{ name: 'B', value: '2' }] },
    ]);
  });

  it('restores the defaults after a confirmation', async () => {
    const { calls } = renderWithCorral(<SettingsPage />);
    await userEvent.click(screen.getByRole('button', { name: 'Restore Defaults…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Restore default settings?' });
    expect(calls).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Restore Defaults' }));
    expect(calls).toEqual([['settings.restoreDefaults', undefined]]);
  });
});

const variables: EffectiveVariable[] = [
  { name: 'OLLAMA_HOST', value: '127.0.0.1:11434', source: 'corral', meaning: 'Address', afterRestart: true },
  { name: 'HOME', value: '/h', source: 'environment', meaning: null, afterRestart: false },
];

test('the configuration shows where each value comes from, and links back', async () => {
  window.location.hash = '#/settings/configuration';
  renderWithCorral(<SettingsPage />, { respond: (path) => (path === 'settings.effective' ? variables : null) });
  const row = await screen.findByRole('row', { name: /^OLLAMA_HOST/ });
  expect(row.textContent).toContain('after restart');
  expect(row.textContent).toContain('Corral');
  expect(screen.getByRole('link', { name: 'Back to Settings' }).getAttribute('href')).toBe('#/settings');
});

test('variables are filtered by any column, and copied as lines', () => {
  expect(filterVariables(variables, ' ADDRESS ').map(({ name }) => name)).toEqual(['OLLAMA_HOST']);
  expect(filterVariables(variables, 'environment').map(({ name }) => name)).toEqual(['HOME']);
  expect(configurationText(variables)).toBe(
    'OLLAMA_HOST\t127.0.0.1:11434\tCorral, after restart\nHOME\t/h\tEnvironment',
  );
});

test('a problem is shown at its row, not counting rows without a name', () => {
  const rows = [
    { name: '', value: '' },
    { name: 'A', value: '' },
    { name: ' ', value: 'x' },
    { name: 'B', value: '' },
  ];
  expect(rowOfProblem(rows, { field: 'extraVariables.1' })).toBe(3);
  expect(rowOfProblem(rows, { field: 'port' })).toBeNull();
});
