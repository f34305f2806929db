import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Address, ExposureSlice } from '../../../../contract/exposure.ts';
import type { ApiKey } from '../../../../contract/keys.ts';
import { renderWithCorral, snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { chooseOption } from '../keys/testing/choose-option-fixture.ts';
import { ConnectClient } from './ConnectClient.tsx';
import { expectedAddresses } from './expected-addresses.ts';

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
  id: 'a',
  name: 'MacBook Air',
  prefix: 'corral-a1b2',
  scope: 'inference',
  models: null,
  cloudAllowed: false,
  createdAt: 0,
  expiresAt: null,
  lastUsedAt: null,
  lastUsedFrom: null,
};
function draw(keys: ApiKey[] = [key]) {
  return renderWithCorral(<ConnectClient />, {
    patch: {
      keys,
      exposure: { ...snapshotFixture.exposure, addresses },
      models: { ...snapshotFixture.models, installed },
    },
  });
}

it('fills the chosen client in for the chosen address and model', async () => {
  draw();
  expect(shown('Python')).toContain('api_key="YOUR_KEY"');
  expect(shown('Python')).toContain('model="nomic-embed-text:latest"');
  expect(screen.getByText(/Put a key of yours in place of/)).toBeTruthy();

  await chooseOption('Address', 'This Mac');
  await chooseOption('Model', 'gemma3:4b');
  expect(shown('Python')).toContain('base_url="http://localhost:11434/v1"');
  expect(shown('Python')).toContain('model="gemma3:4b"');
  expect(screen.getByText(/No key is needed at this address/)).toBeTruthy();
});

it.each([
  ['none', []],
  ['none that hasn’t expired', [{ ...key, expiresAt: 1 }]],
])('asks for a key to be made while there is %s', (_, keys) => {
  draw(keys);
  expect(screen.getByText(/Make a key first and put it in place of/)).toBeTruthy();
});

it('is a radio group that the arrow keys move through', async () => {
  draw();
  const user = userEvent.setup();
  const group = within(screen.getByRole('radiogroup', { name: 'Client' }));
  group.getByRole('radio', { name: 'Python' }).focus();
  await user.keyboard('{ArrowRight}');
  expect(group.getByRole<HTMLInputElement>('radio', { name: 'TypeScript' }).checked).toBe(true);
  expect(shown('TypeScript')).toContain("baseURL: 'http://mac.local:11434/v1'");
  await user.click(group.getByRole('radio', { name: 'Cursor' }));
  expect(screen.getByText(/Cursor’s servers make the call/)).toBeTruthy();
});

it('copies exactly what it shows', async () => {
  draw();
  const user = userEvent.setup();
  const text = shown('Python');
  await user.click(screen.getByRole('button', { name: 'Copy Python text' }));
  expect(await navigator.clipboard.readText()).toBe(text);
});

it('lets what goes into a terminal besides a file be copied too', async () => {
  draw();
  const user = userEvent.setup();
  await user.click(screen.getByRole('radio', { name: 'Codex' }));
  await user.click(screen.getByRole('button', { name: 'Copy Codex command' }));
  expect(await navigator.clipboard.readText()).toBe('export CORRAL_API_KEY=YOUR_KEY\ncodex');
  expect(screen.getByText(/Put a key of yours in place of/)).toBeTruthy();
  await chooseOption('Address', 'This Mac');
  expect(screen.queryByRole('button', { name: 'Copy Codex command' })).toBeNull();
});

it('names a model of this Mac before one that runs elsewhere', async () => {
  const stub = installed.map((model) => ({ ...model, name: 'gpt-oss:120b-cloud', remoteHost: 'https://ollama.com' }));
  const { models } = snapshotFixture;
  renderWithCorral(<ConnectClient />, {
    patch: { models: { ...models, installed: [...stub.slice(0, 1), ...installed] } },
  });
  expect(shown('Python')).toContain(`model="${chat?.name}"`);
  await chooseOption('Model', 'gpt-oss:120b-cloud');
  expect(shown('Python')).toContain('model="gpt-oss:120b-cloud"');
});

it('names an example while no model is installed, and the address to be while the server is off', () => {
  const { exposure, models } = snapshotFixture;
  const { change } = renderWithCorral(<ConnectClient />, {
    patch: { exposure: { ...exposure, addresses: [] }, models: { ...models, installed: [] } },
  });
  expect(shown('Python')).toContain('model="llama3.2:3b"');
  expect(shown('Python')).toContain('http://localhost:11434/v1');
  expect(screen.getByText(/None installed/)).toBeTruthy();
  expect(screen.getByText(/Nothing answers at this address while the server is not running/)).toBeTruthy();
  change({ models: { ...models, installed: [], known: false } });
  expect(screen.queryByText(/None installed/)).toBeNull();
  expect(screen.getByText(/Known when the server runs/)).toBeTruthy();
});

describe('while the server is off', () => {
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
      ({ url, needsKey }) => `${url}${needsKey ? ', with a key' : ''}`,
    );
  const thisMac = 'http://localhost:11434/v1';

  it('offers the addresses that the choice will have', () => {
    expect(urls(off)).toEqual([
      thisMac,
      'http://192.168.1.5:11434/v1, with a key',
      'http://[fd00::5]:11434/v1, with a key',
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
      'http://mac.tail.ts.net:11434/v1, with a key',
      'http://100.64.0.7:11434/v1, with a key',
    ]);
    expect(urls({ ...off, desired: 'thisMac' })).toEqual([thisMac]);
    expect(urls({ ...off, readOnlyReason: 'The Ollama app runs this server.' })).toEqual([thisMac]);
  });

  it('keeps the address and the model that were there, until another choice is made', () => {
    const { models } = snapshotFixture;
    const settings = { ...snapshotFixture.settings, reach: 'localNetwork' as const };
    const { change } = renderWithCorral(<ConnectClient />, {
      patch: { keys: [key], settings, exposure: { ...off, addresses } },
    });
    const before = shown('Python');
    expect(before).toContain('http://mac.local:11434/v1');
    change({ exposure: off, models: { ...models, known: false } });
    expect(shown('Python')).toBe(before);
    expect(screen.getByText(/Put a key of yours/)).toBeTruthy();
    expect(screen.queryByText(/No key is needed/)).toBeNull();
    // Up again, and Corral's own listeners not yet.
    const onlyOwn = addresses.slice(0, 1);
    change({ exposure: { ...off, addresses: onlyOwn } });
    expect(shown('Python')).toBe(before);
    change({ exposure: { ...off, addresses: onlyOwn, degradedReason: 'The address is taken.' } });
    expect(shown('Python')).toContain('http://localhost:11434/v1');
    change({ exposure: off, settings: { ...settings, requireKey: false } });
    expect(shown('Python')).toContain('http://10.0.0.5:11434/v1');
    expect(screen.getByText(/No key is needed/)).toBeTruthy();
  });
});
