import { expect, it } from 'vitest';
import type { ServerActual, ServerCause } from '../../contract/server.ts';
import { Settings } from '../../contract/settings.ts';
import type { Listener } from './decide-bind.ts';
import { initialExposureState } from './exposure-state.ts';
import { exposureView } from './exposure-view.ts';
import { off } from './testing/mac-network-fixture.ts';

const network = { lan: [], labels: new Map(), localName: null, tailscale: off };
const https = { state: 'off', url: null, consentUrl: null, reason: null } as const;
const cause: ServerCause = { kind: 'exited', message: '', exitCode: 1, signal: null, lastLines: [] };
const failed: ServerActual = { state: 'failed', at: 0, cause };
const loopback: Listener = { address: '127.0.0.1', reach: 'thisMac', keyed: false };
const lan: Listener = { address: '192.168.1.24', reach: 'localNetwork', keyed: true };
const on = { ...https, state: 'on', url: 'https://mac.ts.net/v1' } as const;

it.each([
  ['failed', failed, [loopback, lan], https, 'localNetwork'],
  ['restarting', { state: 'restarting', attempt: 1, nextAt: 0, cause }, [loopback, lan], https, 'localNetwork'],
  ['starting', { state: 'starting', runId: 'r', since: 0 }, [loopback, lan], https, 'localNetwork'],
  ['failed, with HTTPS on the tailnet', failed, [loopback], on, 'tailscale'],
  ['failed, on this Mac only', failed, [loopback], https, null],
  ['stopped', { state: 'stopped' }, [], https, null],
] as const)('%s: shows from where others still connect with a key', (_state, actual, open, served, keptOpen) => {
  const server = { desired: 'running', actual, pid: 9, port: 11_434, innerPort: null } as const;
  const initial = initialExposureState({
    choice: Settings.parse({}),
    network,
    server: { ...server, portConflicts: [] },
    https: served,
  });
  expect(exposureView({ ...initial, listening: { open, failed: [] } })).toMatchObject({ effective: null, keptOpen });
});
