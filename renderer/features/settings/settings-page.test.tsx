import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, describe, expect, it, test } from 'vitest';
import type { EffectiveVariable } from '../../../contract/settings.ts';
import { RestartBar } from '../../app/RestartBar.tsx';
import { renderWithCorral, snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { chooseOption } from '../network/keys/testing/choose-option-fixture.ts';
import { configurationText, filterVariables } from './configuration-rows.ts';
import { SettingsPage } from './SettingsPage.tsx';
import { rowOfProblem } from './variable-rows.ts';

beforeEach(() => {
  window.location.hash = '#/settings';
});

const { settings, app } = snapshotFixture;

function field(name: string): HTMLInputElement {
  return screen.getByRole<HTMLInputElement>('textbox', { name });
}

describe('the Settings page', () => {
  it('validates while the person types, and stores on Return', async () => {
    const problem = { field: 'modelsFolder', reason: 'Enter the full path, starting with / or ~/.' };
    const { calls } = renderWithCorral(<SettingsPage />, {
      respond: (path, input) => (path === 'settings.check' && JSON.stringify(input).includes('"m"') ? problem : null),
    });
    await userEvent.type(field('Models folder'), 'm');
    await screen.findByText(problem.reason);
    expect(field('Models folder').getAttribute('aria-invalid')).toBe('true');
    await userEvent.clear(field('Models folder'));
    const count = field('Parallel requests per model');
    await userEvent.type(count, '900');
    expect(screen.getByText(/^Enter a whole number from 1 to 256\./)).toBeTruthy();
    await userEvent.clear(count);
    await userEvent.type(count, 'x');
    expect(screen.getByText(/^Enter a whole number from 1 to 256\./)).toBeTruthy();
    await userEvent.type(count, '{Backspace}4{Enter}');
    const updates = () => calls.filter(([path]) => path === 'settings.update');
    await waitFor(() => expect(updates()).toEqual([['settings.update', { parallelRequests: 4 }]]));
  });

  it.each([
    ['modelsFolder', 'Models folder'],
    ['ollamaPath', 'Ollama executable'],
    ['allowedOrigins', 'Add an origin'],
  ])('opens at the setting that a link names: %s', (place, name) => {
    window.location.hash = `#/settings/${place}`;
    renderWithCorral(<SettingsPage />);
    expect(document.activeElement).toBe(field(name));
  });

  it('follows a link to another setting, and ignores one to none', async () => {
    renderWithCorral(<SettingsPage />);
    window.location.hash = '#/settings/no-such-"]setting';
    window.location.hash = '#/settings/port';
    await waitFor(() => expect(document.activeElement).toBe(field('Port')));
  });

  it('keeps what is being typed when an earlier value arrives', async () => {
    const { change } = renderWithCorral(<SettingsPage />);
    const port = field('Port');
    await userEvent.type(port, '12000{Enter}');
    await userEvent.type(port, '{Backspace}5');
    change({ settings: { ...settings, port: 12_000 } });
    expect(port.value).toBe('12005');
    change({ settings: { ...settings, port: 13_000 } });
    expect(port.value).toBe('12005');
    await userEvent.type(port, '{Escape}');
    expect(port.value).toBe('13000');
    change({ settings: { ...settings, port: null } });
    expect(port.value).toBe('');
  });

  it('shows the models folder in use as the default where the environment sets one', () => {
    const { models } = snapshotFixture;
    const disk = { folder: '/Volumes/Models', freeBytes: 1, totalBytes: 2 };
    const { change } = renderWithCorral(<SettingsPage />, { patch: { models: { ...models, disk } } });
    const placeholder = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Models folder' }).placeholder;
    expect(placeholder()).toBe('/Volumes/Models');
    change({ models: { ...models, disk: { ...disk, folder: '/Users/me/.ollama/models' } } });
    expect(placeholder()).toBe('~/.ollama/models');
    change({ models: { ...models, disk }, settings: { ...settings, modelsFolder: '/Volumes/Models' } });
    expect(placeholder()).toBe('~/.ollama/models');
  });

  it('shows what the environment fixes as fixed, with the variable’s name', async () => {
    const fixed = {
      port: { variable: 'CORRAL_OLLAMA_PORT', value: 11_500 },
      ollamaPath: { variable: 'CORRAL_OLLAMA', value: '/opt/ollama' },
      dataDir: { variable: 'CORRAL_DATA_DIR', value: '/data' },
      debug: { variable: 'OLLAMA_DEBUG', value: true },
    };
    const { calls } = renderWithCorral(<SettingsPage />, {
      patch: { app: { ...app, capabilities: { ...app.capabilities, pickFile: true }, fixed } },
    });
    const described = (element: HTMLElement) =>
      document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent;
    const port = screen.getByRole<HTMLInputElement>('textbox', { name: 'Port' });
    expect([port.value, port.disabled]).toEqual(['11500', true]);
    expect(described(port)).toMatch(/^Set by CORRAL_OLLAMA_PORT in the environment\./);
    const executable = screen.getByRole<HTMLInputElement>('textbox', { name: 'Ollama executable' });
    expect([executable.value, executable.disabled]).toEqual(['/opt/ollama', true]);
    expect(screen.queryByRole('button', { name: 'Choose Ollama executable' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Choose models folder' })).toBeTruthy();
    const debug = screen.getByRole<HTMLButtonElement>('switch', { name: 'Debug logging' });
    expect([debug.getAttribute('aria-checked'), debug.disabled]).toEqual(['true', true]);
    expect(described(debug)).toContain('OLLAMA_DEBUG');
    expect(screen.getByRole<HTMLButtonElement>('switch', { name: 'Turn off cloud models' }).disabled).toBe(false);
    expect(screen.getByText(/Set by CORRAL_DATA_DIR in the environment\./)).toBeTruthy();
    await userEvent.click(debug);
    await userEvent.type(port, '1{Enter}');
    expect(calls.filter(([path]) => path === 'settings.update')).toEqual([]);
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

/** Settings, and a button that opens another page in its place and back, without taking the focus, as its shortcut does. */
function SettingsOrNot() {
  const [isOpen, setIsOpen] = useState(true);
  return (
    <>
      <button type="button" onMouseDown={(event) => event.preventDefault()} onClick={() => setIsOpen(!isOpen)}>
        Switch
      </button>
      {isOpen && <SettingsPage />}
    </>
  );
}

async function restoreDefaults(): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: 'Restore Defaults…' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Restore Defaults' }));
}

describe('an invalid draft', () => {
  it.each(['Port', 'Parallel requests per model', 'Maximum queued requests'])(
    'of %s is not stored, says why, and stays when another page is open',
    async (name) => {
      const { calls } = renderWithCorral(<SettingsOrNot />);
      await userEvent.type(field(name), '5x{Enter}{Tab}');
      for (let visit = 0; visit < 2; visit += 1) {
        const description = field(name).getAttribute('aria-describedby') ?? '';
        expect(document.getElementById(description)?.textContent).toMatch(/^Enter a (whole|port) number from/);
        expect(field(name).value).toBe('5x');
        expect(field(name).getAttribute('aria-invalid')).toBe('true');
        await userEvent.click(screen.getByRole('button', { name: 'Switch' }));
        await userEvent.click(screen.getByRole('button', { name: 'Switch' }));
      }
      await userEvent.type(field(name), '{Escape}');
      expect(field(name).value).toBe('');
      expect(calls.filter(([path]) => path !== 'settings.check')).toEqual([]);
    },
  );

  it('and every other one is gone after Restore Defaults, although the stored values are the defaults', async () => {
    renderWithCorral(<SettingsPage />);
    await userEvent.type(field('Port'), '99999');
    await userEvent.type(field('Models folder'), 'models');
    await userEvent.type(field('Add an origin'), 'x');
    await chooseOption('Context length', 'Other…');
    await userEvent.type(field('Custom context length'), '1e3');
    await userEvent.click(screen.getByRole('button', { name: 'Add Variable' }));
    await userEvent.type(field('Value of variable 1'), 'x');
    await restoreDefaults();
    await waitFor(() => expect(field('Port').value).toBe(''));
    expect(screen.getAllByRole<HTMLInputElement>('textbox').map(({ value }) => value)).not.toContainEqual(
      expect.stringMatching(/./),
    );
    expect(screen.queryByRole('textbox', { name: 'Custom context length' })).toBeNull();
    expect(screen.queryByRole('textbox', { name: 'Value of variable 1' })).toBeNull();
    expect(document.querySelector('[aria-invalid]')).toBeNull();
  });

  it('is gone after Undo Changes', async () => {
    renderWithCorral(
      <>
        <SettingsPage />
        <RestartBar />
      </>,
      { patch: { restartNeeded: ['maxQueue'] } },
    );
    await userEvent.type(field('Port'), '5x');
    await userEvent.click(screen.getByRole('button', { name: 'Undo Changes' }));
    await waitFor(() => expect(field('Port').value).toBe(''));
  });

  it('gives way to what is chosen in another way', async () => {
    const { calls } = renderWithCorral(<SettingsPage />, {
      patch: {
        app: { ...app, capabilities: { ...app.capabilities, pickFile: true } },
        settings: { ...settings, maxQueue: 99_990 },
      },
      respond: (path) => (path === 'app.pickFile' ? '/models' : null),
    });
    await userEvent.type(field('Models folder'), 'm');
    await userEvent.click(screen.getByRole('button', { name: 'Choose models folder' }));
    await waitFor(() => expect(field('Models folder').value).toBe('/models'));
    await userEvent.type(field('Maximum queued requests'), 'x');
    await userEvent.click(screen.getByRole('button', { name: 'Increase Maximum queued requests' }));
    expect(field('Maximum queued requests').value).toBe('100000');
    const updates = () => calls.filter(([path]) => path === 'settings.update').map(([, input]) => input);
    await waitFor(() => expect(updates().slice(-2)).toEqual([{ modelsFolder: '/models' }, { maxQueue: 100_000 }]));
  });
});

test('requests wait for the server as long as is entered, and 30 seconds by default', async () => {
  const { calls } = renderWithCorral(<SettingsPage />);
  const wait = field('Maximum wait for the server');
  expect([wait.value, wait.placeholder]).toEqual(['', '30']);
  await userEvent.clear(wait);
  await userEvent.type(wait, '0{Enter}');
  await userEvent.clear(wait);
  await userEvent.type(wait, '601{Enter}');
  expect(await screen.findByText('Enter a whole number of seconds from 0 to 600.')).toBeTruthy();
  const updates = calls.filter(([path]) => path === 'settings.update').map(([, input]) => input);
  expect(updates).toEqual([{ requestWaitSeconds: 0 }]);
});

test('the wait for the server goes up from the stored one', async () => {
  renderWithCorral(<SettingsPage />, { patch: { settings: { ...settings, requestWaitSeconds: 595 } } });
  const wait = field('Maximum wait for the server');
  expect(wait.value).toBe('595');
  await userEvent.click(screen.getByRole('button', { name: 'Increase Maximum wait for the server' }));
  expect(wait.value).toBe('600');
});

test('a valid value is stored when a shortcut opens another page', async () => {
  const { calls } = renderWithCorral(<SettingsOrNot />);
  await userEvent.type(field('Port'), '12000');
  await userEvent.click(screen.getByRole('button', { name: 'Switch' }));
  await waitFor(() => expect(calls.at(-1)).toEqual(['settings.update', { port: 12_000 }]));
});

test('a path is shown as it is stored, although that is what was stored before', async () => {
  renderWithCorral(<SettingsPage />, { patch: { settings: { ...settings, modelsFolder: '/Users/me/models' } } });
  await userEvent.clear(field('Models folder'));
  await userEvent.type(field('Models folder'), '~/models{Enter}');
  await waitFor(() => expect(field('Models folder').value).toBe('/Users/me/models'));
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
