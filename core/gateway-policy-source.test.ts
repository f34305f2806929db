import { expect, it } from 'vitest';
import type { ServerActual, ServerCause } from '../contract/server.ts';
import { serverReadiness } from './gateway-policy-source.ts';

const endpoint = { host: '127.0.0.1', port: 1 };
const run = { runId: 'r', since: 0 };
const cause: ServerCause = { kind: 'exited', message: '', exitCode: 1, signal: null, lastLines: [] };

it.each<[ServerActual, 'running' | 'stopped', 'coming' | 'down']>([
  [{ state: 'starting', ...run }, 'running', 'coming'],
  [{ state: 'stopping', ...run }, 'running', 'coming'],
  [{ state: 'stopping', ...run }, 'stopped', 'down'],
  [{ state: 'restarting', attempt: 1, nextAt: 0, cause }, 'running', 'coming'],
  [{ state: 'unresponsive', ...run }, 'running', 'coming'],
  [{ state: 'stopped' }, 'stopped', 'down'],
  [{ state: 'failed', at: 0, cause }, 'running', 'down'],
  [{ state: 'notInstalled', detail: null }, 'running', 'down'],
  [{ state: 'portInUse', pid: 1, name: null, canTakeOver: false }, 'running', 'down'],
])('with the server %j and %s desired, it is %s', (actual, desired, state) => {
  expect(serverReadiness({ desired, actual }, null)).toEqual({ state });
  expect(serverReadiness({ desired, actual }, endpoint)).toEqual({ state: 'up', endpoint });
});
