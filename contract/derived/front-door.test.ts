import { expect, it } from 'vitest';
import { Settings } from '../settings.ts';
import { interruptionText } from './catalog/en/interruption.ts';
import { frontDoor, isOpenWithoutCorral } from './front-door.ts';
import { interruptionLimit } from './interruption-text.ts';
import { serverSliceFixture } from './testing/server-slice-fixture.ts';

const running = { state: 'running', runId: 'r', since: 0, version: '1' } as const;
const external = { state: 'external', owner: 'terminal', pid: 1, version: '1', canTakeOver: true } as const;

/** What the state holds of who listens where. */
function stateOf(reach: 'thisMac' | 'localNetwork' | 'tailscale', open: boolean, innerPort: number | null) {
  const effective = { reach, open, keyed: !open && reach !== 'thisMac', ollamaHost: '', listening: [] };
  return { server: serverSliceFixture(running, { innerPort }), exposure: { effective } };
}

it.each([
  ['this Mac', stateOf('thisMac', false, 11_433), 'corral'],
  ['the network with a key', stateOf('localNetwork', false, 11_433), 'corral'],
  ['the tailnet with a key', stateOf('tailscale', false, 11_433), 'corral'],
  ['this Mac, directly', stateOf('thisMac', false, null), 'ollama'],
  ['the network with a key, and this Mac directly', stateOf('localNetwork', false, null), 'ollama'],
  ['the network without a key', stateOf('localNetwork', true, null), 'ollama'],
  ['the tailnet without a key', stateOf('tailscale', true, null), 'corralForThisMac'],
  [
    'a server outside Corral on the tailnet',
    { ...stateOf('tailscale', true, null), server: serverSliceFixture(external) },
    'ollama',
  ],
  ['nobody', { server: serverSliceFixture({ state: 'stopped' }), exposure: { effective: null } }, null],
])('for %s, who answers on the port', (_who, state, door) => {
  expect(frontDoor(state)).toBe(door);
});

it.each([
  ['localNetwork', false, true],
  ['localNetwork', true, false],
  ['tailscale', false, false],
  ['thisMac', false, false],
] as const)('%s with a key %s: every app connects to Ollama itself: %s', (reach, requireKey, expected) => {
  expect(isOpenWithoutCorral(reach, requireKey)).toBe(expected);
});

const inFront = stateOf('localNetwork', false, 11_433);
const direct = stateOf('thisMac', false, null);

it.each([
  ['stop', 'all', inFront, 30, /^Apps can’t connect until you start the server again\.$/],
  ['quit', 'all', inFront, 30, /^Apps can’t connect until you open Corral again\.$/],
  ['quit', 'all', direct, 30, /^Corral only sees requests that go through it/],
  ['restart', 'all', inFront, 30, /^New requests wait until the server is back\.$/],
  ['restart', 'all', inFront, 0, /^New requests are rejected until the server is back\.$/],
  ['changeAccess', 'all', inFront, 30, /^New requests may be rejected for a moment/],
  ['changeAccess', 'keyedRequests', inFront, 30, /^Apps on this Mac aren’t affected/],
  ['stop', 'all', direct, 30, /^Corral only sees requests that go through it/],
  ['restart', 'all', direct, 30, /^Corral only sees requests that go through it/],
  ['changeAccess', 'keyedRequests', direct, 30, /^Apps on this Mac aren’t affected/],
] as const)('%s, which interrupts %s', (command, scope, state, requestWaitSeconds, text) => {
  const snapshot = {
    server: state.server,
    settings: Settings.parse({ requestWaitSeconds }),
    exposure: state.exposure,
  };
  expect(interruptionText(interruptionLimit(command, scope, snapshot))).toMatch(text);
});
