import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Address, ExposureSlice } from '../../../../contract/exposure.ts';
import type { ApiKey } from '../../../../contract/keys.ts';
import { renderWithCorral, snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { apiKeyFixture } from '../keys/testing/api-key-fixture.ts';
import { chooseOption } from '../keys/testing/choose-option-fixture.ts';
import { ConnectClient } from './ConnectClient.tsx';
import { expectedAddresses } from './offered-addresses.ts';

const addresses: Address[] = [
  { kind: 'loopback', label: 'This Mac', url: 'http://localhost:11434/v1', needsKey: false },
  { kind: 'name', label: 'Wi-Fi, name', url: 'http://mac.local:11434/v1', needsKey: true },
];
const [chat] = snapshotFixture.models.installed;
const installed = chat
  ? [chat, { ...chat, name: 'gemma3:4b' }, { ...chat, name: 'nomic-embed-text:latest', capabilities: ['embedding'] }]
  : [];
function shown(name: string): string {
  return screen.getByRole('region', { name: `${name} text` }).textContent ?? '';
}

const key: ApiKey = {
  ...apiKeyFixture,
  id: 'a',
  name: 'MacBook Air',
};
function renderClient(keys: ApiKey[] = [key]) {
  return renderWithCorral(<ConnectClient />, {
    patch: {
      keys,
      exposure: { ...snapshotFixture.exposure, addresses },
      models: { ...snapshotFixture.models, installed },
    },
  });
}

it('fills in the recipe for the chosen address and model', async () => {
  renderClient();
  expect(shown('Python')).toContain('api_key="YOUR_KEY"');
  expect(shown('Python')).toContain('model="nomic-embed-text:latest"');
  expect(screen.getByText(/with one of your keys/)).toBeTruthy();

  await chooseOption('Address', 'This Mac');
  await chooseOption('Model', 'gemma3:4b');
  expect(shown('Python')).toContain('base_url="http://localhost:11434/v1"');
  expect(shown('Python')).toContain('model="gemma3:4b"');
  expect(screen.getByText(/No key is required at this address/)).toBeTruthy();
});

it.each([
  ['none', []],
  ['none that hasn’t expired', [{ ...key, expiresAt: 1 }]],
])('asks the person to create a key while there is %s', (_, keys) => {
  renderClient(keys);
  expect(screen.getByText(/^Create a key, then replace/)).toBeTruthy();
});

it('is a radio group with arrow-key navigation', async () => {
  renderClient();
  const user = userEvent.setup();
  const group = within(screen.getByRole('radiogroup', { name: 'Client' }));
  group.getByRole('radio', { name: 'Python' }).focus();
  await user.keyboard('{ArrowRight}');
  expect(group.getByRole<HTMLInputElement>('radio', { name: 'TypeScript' }).checked).toBe(true);
  expect(shown('TypeScript')).toContain("baseURL: 'http://mac.local:11434/v1'");
  await user.click(group.getByRole('radio', { name: 'Cursor' }));
  expect(screen.getByText(/sends requests from Cursor’s servers/)).toBeTruthy();
});

it('copies exactly what it shows', async () => {
  renderClient();
  const user = userEvent.setup();
  const text = shown('Python');
  await user.click(screen.getByRole('button', { name: 'Copy Python text' }));
  expect(await navigator.clipboard.readText()).toBe(text);
});

it('copies the terminal command of a recipe for a file', async () => {
  renderClient();
  const user = userEvent.setup();
  await user.click(screen.getByRole('radio', { name: 'Codex' }));
  await user.click(screen.getByRole('button', { name: 'Copy Codex command' }));
  expect(await navigator.clipboard.readText()).toBe('export CORRAL_API_KEY=YOUR_KEY\ncodex');
  expect(screen.getByText(/with one of your keys/)).toBeTruthy();
  await chooseOption('Address', 'This Mac');
  expect(screen.queryByRole('button', { name: 'Copy Codex command' })).toBeNull();
});

it('prefers a local model to a cloud model', async () => {
  const cloud = installed.map((model) => ({ ...model, name: 'gpt-oss:120b-cloud', remoteHost: 'https://ollama.com' }));
  const { models } = snapshotFixture;
  renderWithCorral(<ConnectClient />, {
    patch: { models: { ...models, installed: [...cloud.slice(0, 1), ...installed] } },
  });
  expect(shown('Python')).toContain(`model="${chat?.name}"`);
  await chooseOption('Model', 'gpt-oss:120b-cloud');
  expect(shown('Python')).toContain('model="gpt-oss:120b-cloud"');
});

it('uses an example model while none is installed, and the expected address while the server is stopped', () => {
  const { exposure, models } = snapshotFixture;
  const { change } = renderWithCorral(<ConnectClient />, {
    patch: { exposure: { ...exposure, addresses: [] }, models: { ...models, installed: [] } },
  });
  expect(shown('Python')).toContain('model="llama3.2:3b"');
  expect(shown('Python')).toContain('http://localhost:11434/v1');
  expect(screen.getByText(/^No models installed/)).toBeTruthy();
  expect(screen.getByText(/This address isn’t available while the server is stopped/)).toBeTruthy();
  change({ models: { ...models, installed: [], known: false } });
  expect(screen.queryByText(/^No models installed/)).toBeNull();
  expect(screen.getByText(/^Server not running/)).toBeTruthy();
});

describe('while the server is stopped', () => {
  const wifi = { device: 'en0', label: 'Wi-Fi', kind: 'wifi' as const, addresses: ['192.168.1.5', 'fd00::5'] };
  const cable = { device: 'en1', label: 'Ethernet', kind: 'ethernet' as const, addresses: ['10.0.0.5'] };
  const off: ExposureSlice = {
    ...snapshotFixture.exposure,
    desired: 'localNetwork',
    effective: null,
    addresses: [],
    interfaces: [
      { ...cable, selected: false },
      { ...wifi, selected: true },
    ],
  };
  const urls = (exposure: ExposureSlice, requireKey = true) =>
    expectedAddresses({ ...snapshotFixture, exposure, settings: { ...snapshotFixture.settings, requireKey } }).map(
      ({ url, needsKey }) => `${url}${needsKey ? ', key required' : ''}`,
    );
  const thisMac = 'http://localhost:11434/v1';

  it('offers the addresses of the chosen network access', () => {
    expect(urls(off)).toEqual([
      thisMac,
      'http://192.168.1.5:11434/v1, key required',
      'http://[fd00::5]:11434/v1, key required',
    ]);
    expect(urls(off, false)).toEqual([
      thisMac,
      'http://10.0.0.5:11434/v1',
      'http://192.168.1.5:11434/v1',
      'http://[fd00::5]:11434/v1',
    ]);
    const tailscale = { ...off.tailscale, addresses: ['100.64.0.7'], dnsName: 'mac.tail.ts.net' };
    const tailnet = { ...off, desired: 'tailscale' as const, tailscale };
    expect(urls(tailnet)).toEqual([thisMac]);
    expect(urls({ ...tailnet, tailscale: { ...tailscale, unavailableReason: null } })).toEqual([
      thisMac,
      'http://mac.tail.ts.net:11434/v1, key required',
      'http://100.64.0.7:11434/v1, key required',
    ]);
    expect(urls({ ...off, desired: 'thisMac' })).toEqual([thisMac]);
    expect(urls({ ...off, readOnlyReason: 'This server was started outside Corral.' })).toEqual([thisMac]);
  });

  it('keeps the last address and model until another choice is made', () => {
    const { models } = snapshotFixture;
    const settings = { ...snapshotFixture.settings, reach: 'localNetwork' as const };
    const { change } = renderWithCorral(<ConnectClient />, {
      patch: { keys: [key], settings, exposure: { ...off, addresses } },
    });
    const before = shown('Python');
    expect(before).toContain('http://mac.local:11434/v1');
    change({ exposure: off, models: { ...models, known: false } });
    expect(shown('Python')).toBe(before);
    expect(screen.getByText(/with one of your keys/)).toBeTruthy();
    expect(screen.queryByText(/No key is required/)).toBeNull();
    // The server is ready, but Corral's listeners aren't.
    const loopbackOnly = addresses.slice(0, 1);
    change({ exposure: { ...off, addresses: loopbackOnly } });
    expect(shown('Python')).toBe(before);
    change({ exposure: { ...off, addresses: loopbackOnly, degradedReason: 'The address is in use.' } });
    expect(shown('Python')).toContain('http://localhost:11434/v1');
    change({ exposure: off, settings: { ...settings, requireKey: false } });
    expect(shown('Python')).toContain('http://10.0.0.5:11434/v1');
    expect(screen.getByText(/No key is required/)).toBeTruthy();
  });
});
