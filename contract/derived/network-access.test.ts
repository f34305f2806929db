import { expect, it } from 'vitest';
import type { ExposureSlice } from '../exposure.ts';
import { type ServerActual, ServerOwner } from '../server.ts';
import { desktopText } from './catalog/en/desktop.ts';
import { serverText } from './catalog/en/server.ts';
import { externalAccessInstructions, networkAccess } from './network-access.ts';
import { trayLabel } from './tray-label.ts';

type Effective = NonNullable<ExposureSlice['effective']>;

function effective(reach: Effective['reach'], open: boolean, keyed: boolean): Effective {
  return { reach, open, keyed, ollamaHost: '', listening: [] };
}

it.each<[Effective, string]>([
  [effective('thisMac', false, false), 'This Mac only'],
  [effective('localNetwork', true, false), 'Local network, no API key required'],
  [effective('localNetwork', true, true), 'Local network, no API key required'],
  [effective('localNetwork', false, true), 'Local network, API key required'],
  [effective('tailscale', false, true), 'Tailscale only, API key required'],
])('%j: %s', (now, text) => {
  expect(serverText(networkAccess({ desired: 'thisMac', effective: now, keptOpen: null }, false))).toBe(text);
});

it.each([
  ['thisMac', true, 'This Mac only (when running)'],
  ['thisMac', false, 'This Mac only (when running)'],
  ['localNetwork', true, 'Local network, API key required (when running)'],
  ['tailscale', false, 'Tailscale only, no API key required (when running)'],
] as const)('before the server runs, %s with a key %s: %s', (desired, requireKey, text) => {
  expect(serverText(networkAccess({ desired, effective: null, keptOpen: null }, requireKey))).toBe(text);
});

it('says who can still connect while the server isn’t running', () => {
  const exposure = { desired: 'localNetwork', effective: null, keptOpen: 'localNetwork' } as const;
  expect(serverText(networkAccess(exposure, true))).toBe('Local network, API key required (server not running)');
});

it.each(ServerOwner.options)('says how the network access of a server of %s is changed', (owner) => {
  const text = serverText(externalAccessInstructions(owner));
  expect(text).toContain(owner === 'ollamaApp' ? '“Expose Ollama to the network”' : 'OLLAMA_HOST');
});

const run = { runId: 'r', since: 1 };

it.each<[ServerActual, string]>([
  [{ state: 'running', ...run, version: '1' }, 'Running'],
  [{ state: 'unresponsive', ...run }, 'Not responding'],
  [{ state: 'external', owner: 'terminal', pid: 1, version: '1', canTakeOver: true }, 'Running outside Corral'],
])('the menu of %j says who else can connect', (actual, title) => {
  const label = (open: boolean, keyed: boolean) =>
    desktopText(trayLabel(actual, effective('localNetwork', open, keyed)));
  expect(label(true, false)).toBe(`${title}, open without a key`);
  expect(label(true, true)).toBe(`${title}, open without a key`);
  expect(label(false, true)).toBe(`${title}, API key required`);
  expect(label(false, false)).toBe(title);
  expect(desktopText(trayLabel(actual, null))).toBe(title);
});

it('the menu of a server that is down says nothing of access', () => {
  expect(desktopText(trayLabel({ state: 'stopped' }, effective('localNetwork', true, false)))).toBe('Stopped');
});
