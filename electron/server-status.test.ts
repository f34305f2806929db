import { describe, expect, it } from 'vitest';
import { type ServerActual, type ServerCause, ServerOwner } from '../contract/server.ts';
import { initialSnapshot } from '../core/snapshot/initial-snapshot.ts';
import { serverStatus } from './server-status.ts';
import { sampleFacts } from './testing/snapshot-fixture.ts';
import { trayIcon } from './tray-icon.ts';

function cause(kind: ServerCause['kind']): ServerCause {
  return {
    kind,
    message: 'It ended.',
    exitCode: 1,
    signal: null,
    lastLines: [],
  };
}
const run = { runId: 'r', since: 1 };

const table: [ServerActual, string, string, string, 'running' | 'starting' | 'stopped' | 'problem'][] = [
  [{ state: 'notInstalled', detail: null }, 'Not installed', 'Ollama was not found', '', 'problem'],
  [{ state: 'stopped' }, 'Stopped', '', 'start', 'stopped'],
  [{ state: 'starting', ...run }, 'Starting…', '', 'stop', 'starting'],
  [{ state: 'running', ...run, version: '0.32.6' }, 'Running', 'Ollama 0.32.6, since at 1', 'stop restart', 'running'],
  [{ state: 'unresponsive', ...run }, 'Not answering', 'Since at 1', 'stop restart', 'problem'],
  [
    { state: 'restarting', attempt: 2, nextAt: 5, cause: cause('exited') },
    'Restarting…',
    'It ended.',
    'stop',
    'starting',
  ],
  [{ state: 'failed', at: 3, cause: cause('exited') }, 'Keeps crashing', 'Gave up at at 3', 'start', 'problem'],
  [{ state: 'failed', at: 3, cause: cause('neverReady') }, 'Could not start', 'Gave up at at 3', 'start', 'problem'],
  [{ state: 'stopping', ...run }, 'Stopping…', '', '', 'starting'],
  [
    { state: 'external', owner: 'terminal', pid: 1, version: '0.32.6', canTakeOver: false },
    'Not managed',
    'Ollama 0.32.6, started by a terminal',
    '',
    'running',
  ],
  [
    { state: 'portInUse', pid: 1, name: 'nginx', canTakeOver: false },
    'Port taken',
    'Port 11434 is used by nginx',
    'start',
    'problem',
  ],
  [
    { state: 'portInUse', pid: null, name: null, canTakeOver: false },
    'Port taken',
    'Port 11434 is used by another program',
    'start',
    'problem',
  ],
];

describe('each state', () => {
  it.each(table)('%j', (actual, title, detail, can, icon) => {
    const server = { ...initialSnapshot(sampleFacts).server, actual };
    const status = serverStatus(server, { effective: null, time: (ms) => `at ${ms}` });
    const possible = { start: status.canStart, stop: status.canStop, restart: status.canRestart };
    expect(status).toMatchObject({ title, detail });
    expect(
      Object.entries(possible)
        .flatMap(([name, yes]) => (yes ? [name] : []))
        .join(' '),
    ).toBe(can);
    expect(trayIcon(actual.state, null)).toBe(icon);
  });

  it.each([
    ['programMissing', 'Its program is gone'],
    ['notExecutable', 'Its program can’t be run'],
    ['quarantined', 'macOS blocks its program'],
    ['wrongArchitecture', 'Its program is for another machine'],
    ['stoppedByOllamaApp', 'Ollama.app ended it'],
    ['modelsFolderUnavailable', 'Waits for the models folder'],
  ] as const)('that failed by %s says so', (kind, detail) => {
    const actual = { state: 'failed', at: 3, cause: cause(kind) } as const;
    const status = serverStatus({ ...initialSnapshot(sampleFacts).server, actual }, { effective: null, time: String });
    expect(status).toMatchObject({ title: 'Could not start', detail, needsAttention: true });
  });

  it.each(ServerOwner.options)('names %s as who started somebody else’s server', (owner) => {
    for (const canTakeOver of [true, false]) {
      const actual = { state: 'external', owner, pid: 1, version: '1', canTakeOver } as const;
      const status = serverStatus(
        { ...initialSnapshot(sampleFacts).server, actual },
        { effective: null, time: String },
      );
      expect(status.detail).toMatch(/^Ollama 1, started by \w/);
      expect(status.canTakeOver).toBe(canTakeOver);
    }
  });

  it.each([
    [{ open: true, keyed: false }, ', open without a key', 'open'],
    [{ open: true, keyed: true }, ', open without a key', 'open'],
    [{ open: false, keyed: true }, ', open with a key', 'shared'],
    [{ open: false, keyed: false }, '', 'running'],
  ] as const)('tells by title and icon who gets in: %j', (who, title, icon) => {
    const effective = { ...who, reach: 'localNetwork' as const, ollamaHost: '', listening: [] };
    const ours: ServerActual = { state: 'running', ...run, version: '1' };
    const other: ServerActual = { state: 'external', owner: 'terminal', pid: 1, version: '1', canTakeOver: true };
    const titleOf = (actual: ServerActual) =>
      serverStatus({ ...initialSnapshot(sampleFacts).server, actual }, { effective, time: String }).title;
    const silent: ServerActual = { state: 'unresponsive', ...run };
    expect([ours, other, silent].map(titleOf)).toEqual([
      `Running${title}`,
      `Not managed${title}`,
      `Not answering${title}`,
    ]);
    expect(trayIcon('running', effective)).toBe(icon);
    expect(trayIcon('failed', effective)).toBe('problem');
  });
});
