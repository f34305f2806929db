import { describe, expect, it } from 'vitest';
import { ServerCause, type ServerSlice } from '../../../contract/server.ts';
import { snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import type { RemedyAction } from './remedy.ts';
import { serverRemedies } from './server-remedies.ts';

type Kind = ServerCause['kind'];

function failed(kind: Kind, changes: { lastLines?: string[]; path?: string | null } = {}): ServerSlice {
  const { lastLines = ['panic'], path = '/opt/ollama' } = changes;
  const cause = { kind, message: 'It ended.', exitCode: 2, signal: null, lastLines };
  const program = path === null ? null : ({ path, version: '1', source: 'path' } as const);
  return { ...snapshotFixture.server, program, actual: { state: 'failed', at: 1, cause } };
}

function words(action: RemedyAction): string {
  if (action.do === 'go') return `go ${action.section}`;
  return action.do === 'copy' ? action.command : action.do;
}
function remedies(server: ServerSlice) {
  return serverRemedies(server).map(({ action }) => words(action));
}

const table: Readonly<Record<Kind, readonly string[]>> = {
  programMissing: ['start', 'open', 'go settings', 'report'],
  notExecutable: ['chmod +x /opt/ollama', 'open', 'go settings', 'report'],
  quarantined: ['start', 'xattr -d com.apple.quarantine /opt/ollama', 'report'],
  wrongArchitecture: ['open', 'go settings', 'report'],
  spawnFailed: ['go settings', 'report'],
  exitedBeforeReady: ['go settings', 'report'],
  neverReady: ['start', 'report'],
  exited: ['go models', 'go settings', 'report'],
  unresponsive: ['go models', 'go settings', 'report'],
  addressInUse: ['start', 'freePort', 'report'],
  addressUnavailable: ['go network', 'report'],
  orphanStillRunning: ['start', 'report'],
  stopFailed: ['start', 'report'],
  stoppedByOllamaApp: ['start', 'freePort', 'report'],
  modelsFolderUnavailable: ['start', 'go settings', 'report'],
};

describe('a failure', () => {
  it.each(ServerCause.shape.kind.options)('of the kind %s says what to do', (kind) => {
    expect(remedies(failed(kind))).toEqual(table[kind]);
    for (const { hint, title } of serverRemedies(failed(kind))) {
      expect(hint).toMatch(/\.$/);
      expect(title).not.toMatch(/\.$/);
    }
  });

  it('offers the log where its last lines are not on the page already', () => {
    expect(remedies(failed('exited', { lastLines: [] }))).toContain('go logs');
    expect(remedies(failed('exited'))).not.toContain('go logs');
    expect(remedies(failed('quarantined', { lastLines: [] }))).not.toContain('go logs');
  });

  it('gives a command that a shell takes as it is meant, and none without a path', () => {
    const command = remedies(failed('quarantined', { path: "/My Disk/it’s/o'llama" }))[1];
    expect(command).toBe("xattr -d com.apple.quarantine '/My Disk/it’s/o'\\''llama'");
    expect(remedies(failed('quarantined', { path: null }))).toEqual(['start', 'report']);
  });
});

it('offers a restart and the log while it does not answer', () => {
  const actual = { state: 'unresponsive', runId: 'r', since: 1 } as const;
  expect(remedies({ ...snapshotFixture.server, actual })).toEqual(['restart', 'go logs']);
});

it('offers nothing while all is well', () => {
  expect(serverRemedies(snapshotFixture.server)).toEqual([]);
});
