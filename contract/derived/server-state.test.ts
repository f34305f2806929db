import { describe, expect, it } from 'vitest';
import type { ServerActual, ServerState } from '../server.ts';
import { isOwnServerUp, isResponding, isServing, serverActions, serverAvailability } from './server-state.ts';

type Row = [ServerState, ReturnType<typeof serverAvailability>, responding: boolean, ownUp: boolean];

describe('whether requests can be sent', () => {
  it.each<Row>([
    ['notInstalled', 'unavailable', false, false],
    ['stopped', 'unavailable', false, false],
    ['starting', 'pending', false, false],
    ['running', 'available', true, true],
    ['unresponsive', 'available', false, true],
    ['restarting', 'pending', false, false],
    ['failed', 'unavailable', false, false],
    ['stopping', 'unavailable', false, false],
    ['external', 'available', true, false],
    ['portInUse', 'unavailable', false, false],
  ])('%s: %s', (state, availability, responding, ownUp) => {
    expect(serverAvailability(state)).toBe(availability);
    expect(isServing(state)).toBe(availability === 'available');
    expect(isResponding(state)).toBe(responding);
    expect(isOwnServerUp(state)).toBe(ownUp);
  });
});

describe('what a person can do', () => {
  const run = { runId: 'r', since: 1 };
  const cause = { kind: 'exited' as const, message: 'It quit.', exitCode: 1, signal: null, lastLines: [] };
  const external = { state: 'external', owner: 'terminal', pid: 1, version: '1' } as const;
  const portInUse = { state: 'portInUse', pid: 1, name: 'nginx' } as const;

  it.each<[ServerActual, string]>([
    [{ state: 'notInstalled', detail: null }, 'needsAttention'],
    [{ state: 'stopped' }, 'canStart'],
    [{ state: 'stopped', byOther: { at: 1 } }, 'canStart needsAttention'],
    [{ state: 'starting', ...run }, 'canStop isChanging'],
    [{ state: 'running', ...run, version: '1' }, 'canStop canRestart'],
    [{ state: 'unresponsive', ...run }, 'canStop canRestart needsAttention'],
    [{ state: 'restarting', attempt: 2, nextAt: 5, cause }, 'canStop isChanging'],
    [{ state: 'failed', at: 3, cause }, 'canStart needsAttention'],
    [{ state: 'stopping', ...run }, 'isChanging'],
    [{ ...external, canTakeOver: true }, 'canTakeOver'],
    [{ ...external, canTakeOver: false }, ''],
    [{ ...portInUse, canTakeOver: true }, 'canStart needsAttention'],
    [{ ...portInUse, canTakeOver: false }, 'canStart needsAttention'],
  ])('%j: %s', (actual, expected) => {
    const possible = Object.entries(serverActions(actual)).flatMap(([name, yes]) => (yes ? [name] : []));
    expect(possible.join(' ')).toBe(expected);
  });
});
