import { expect, test } from 'vitest';
import type { ServerActual, ServerState } from '../../contract/server.ts';
import { makeCause } from './run/server-cause.ts';
import { isAtRest, isInTransition, runIdOf } from './supervisor-state.ts';

const cause = makeCause('exited', '');
const actuals: Record<ServerState, ServerActual> = {
  notInstalled: { state: 'notInstalled', detail: null },
  stopped: { state: 'stopped' },
  starting: { state: 'starting', runId: 'r', since: 0 },
  running: { state: 'running', runId: 'r', since: 0, version: '0.1.0' },
  unresponsive: { state: 'unresponsive', runId: 'r', since: 0 },
  restarting: { state: 'restarting', attempt: 1, nextAt: 0, cause },
  failed: { state: 'failed', at: 0, cause },
  stopping: { state: 'stopping', runId: 'r', since: 0 },
  external: { state: 'external', owner: 'terminal', pid: 7, version: '0.1.0', canTakeOver: false },
  portInUse: { state: 'portInUse', pid: 8, name: 'nc', canTakeOver: false },
};

test.each<[ServerState, 'in transition' | 'at rest' | 'neither', string | null]>([
  ['notInstalled', 'at rest', null],
  ['stopped', 'at rest', null],
  ['starting', 'in transition', 'r'],
  ['running', 'neither', 'r'],
  ['unresponsive', 'neither', 'r'],
  ['restarting', 'in transition', null],
  ['failed', 'at rest', null],
  ['stopping', 'in transition', 'r'],
  ['external', 'at rest', null],
  ['portInUse', 'at rest', null],
])('%s is %s, with run %s', (state, kind, runId) => {
  const actual = actuals[state];
  expect(isInTransition(actual)).toBe(kind === 'in transition');
  expect(isAtRest(actual)).toBe(kind === 'at rest');
  expect(runIdOf(actual)).toBe(runId);
});
