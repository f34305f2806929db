import { describe, expect, it } from 'vitest';
import { type ServerActual, ServerCause, type ServerSlice } from '../server.ts';
import { serverRemedyText } from './catalog/en/server-remedies.ts';
import { type RemedyAction, serverRemedies } from './server-remedies.ts';
import { serverSliceFixture } from './testing/server-slice-fixture.ts';

type Kind = ServerCause['kind'];

function failed(kind: Kind, changes: { lastLines?: string[]; path?: string | null } = {}): ServerSlice {
  const { lastLines = ['panic'], path = '/opt/ollama' } = changes;
  const cause = { kind, message: 'It ended.', exitCode: 2, signal: null, lastLines };
  const program = path === null ? null : ({ path, version: '1', source: 'path' } as const);
  return { ...serverSliceFixture({ state: 'failed', at: 1, cause }), program };
}

function summary(action: RemedyAction): string {
  if (action.do === 'show') return `show ${action.page}`;
  return action.do === 'copy' ? action.command : action.do;
}
function remedies(slice: ServerSlice) {
  return serverRemedies(slice).map(({ action }) => summary(action));
}

const table: Readonly<Record<Kind, readonly string[]>> = {
  programMissing: ['start', 'downloadOllama', 'show settings', 'copyDiagnostics'],
  notExecutable: ['chmod +x /opt/ollama', 'downloadOllama', 'show settings', 'copyDiagnostics'],
  quarantined: ['start', 'xattr -d com.apple.quarantine /opt/ollama', 'copyDiagnostics'],
  wrongArchitecture: ['downloadOllama', 'show settings', 'copyDiagnostics'],
  spawnFailed: ['show settings', 'copyDiagnostics'],
  exitedBeforeReady: ['show settings', 'copyDiagnostics'],
  neverReady: ['start', 'copyDiagnostics'],
  exited: ['show models', 'show settings', 'copyDiagnostics'],
  unresponsive: ['show models', 'show settings', 'copyDiagnostics'],
  addressInUse: ['start', 'useFreePort', 'copyDiagnostics'],
  addressUnavailable: ['show network', 'copyDiagnostics'],
  orphanStillRunning: ['start', 'copyDiagnostics'],
  stopFailed: ['start', 'copyDiagnostics'],
  stoppedByOllamaApp: ['start', 'useFreePort', 'copyDiagnostics'],
  modelsFolderUnavailable: ['start', 'show settings', 'copyDiagnostics'],
};

describe('a failure', () => {
  it.each(ServerCause.shape.kind.options)('of the kind %s says what to do', (kind) => {
    expect(remedies(failed(kind))).toEqual(table[kind]);
    for (const { hint, title } of serverRemedies(failed(kind))) {
      expect(serverRemedyText(hint)).toMatch(/\.$/);
      expect(serverRemedyText(title)).not.toMatch(/\.$/);
    }
  });

  it('offers the log where its last lines are not on the page already', () => {
    expect(remedies(failed('exited', { lastLines: [] }))).toContain('show logs');
    expect(remedies(failed('exited'))).not.toContain('show logs');
    expect(remedies(failed('quarantined', { lastLines: [] }))).not.toContain('show logs');
  });

  it('gives a command that a shell takes as it is meant, and none without a path', () => {
    const command = remedies(failed('quarantined', { path: "/My Disk/it’s/o'llama" }))[1];
    expect(command).toBe("xattr -d com.apple.quarantine '/My Disk/it’s/o'\\''llama'");
    expect(remedies(failed('quarantined', { path: null }))).toEqual(['start', 'copyDiagnostics']);
  });
});

it('offers a restart and the log while it doesn’t respond', () => {
  const actual = { state: 'unresponsive', runId: 'r', since: 1 } as const;
  expect(remedies(serverSliceFixture(actual))).toEqual(['restart', 'show logs']);
});

it('offers nothing while all is well', () => {
  expect(serverRemedies(serverSliceFixture({ state: 'running', runId: 'r', since: 1, version: '1' }))).toEqual([]);
});

describe('a port in use', () => {
  const portInUse = { state: 'portInUse', pid: 7, name: 'node', canTakeOver: true } as const;
  const texts = (actual: ServerActual) =>
    serverRemedies(serverSliceFixture(actual)).map(({ title, hint }) => [
      serverRemedyText(title),
      serverRemedyText(hint),
    ]);

  it('can be freed by the app that uses it, if Corral can ask that', () => {
    expect(remedies(serverSliceFixture(portInUse))).toEqual(['takeOver', 'start', 'useFreePort']);
    expect(texts(portInUse).slice(0, 2)).toEqual([
      ['Ask node to quit', 'node (process 7) needs to free port 11434. Then the server starts.'],
      ['Quit it yourself', 'The server starts automatically when port 11434 is free.'],
    ]);
    expect(texts({ ...portInUse, name: null })[0]?.[0]).toBe('Ask the other app to quit');
  });

  it.each([
    [{ ...portInUse, canTakeOver: false }, 'Quit node'],
    [{ ...portInUse, pid: null, name: null }, 'Quit the other app'],
  ])('is otherwise left to the person: %j', (actual, title) => {
    expect(remedies(serverSliceFixture(actual))).toEqual(['start', 'useFreePort']);
    expect(texts(actual)[0]?.[0]).toBe(title);
    expect(texts(actual)[0]?.[1]).toMatch(/^Corral can’t ask it to quit because it belongs to the system/);
  });

  it('names the app on the button and in the question', () => {
    const [ask] = serverRemedies(serverSliceFixture(portInUse));
    if (ask?.action.do !== 'takeOver') throw new Error('the first remedy asks the app');
    expect(ask.action.pid).toBe(7);
    expect(serverRemedyText(ask.action.label)).toBe('Ask node to Quit…');
    expect(serverRemedyText(ask.action.question)).toBe('Ask node to quit?');
  });
});
