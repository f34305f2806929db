import { describe, expect, it } from 'vitest';
import { type RunSummary, ServerCause, ServerOwner } from '../../../contract/server.ts';
import { snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { portConflictText } from './port-conflict-text.ts';
import { failuresInARow, restartCount, runDuration, runEndLabel } from './run-label.ts';
import { takeOverConsequence } from './stop-instructions.ts';
import { updateHint } from './update-hint.ts';

function run(lastedMs: number, kind: string | null): RunSummary {
  return {
    runId: 'r',
    startedAt: 1_000,
    pid: 7,
    version: '1',
    adopted: false,
    end: kind === null ? null : { at: 1_000 + lastedMs, kind, message: 'It ended.' },
  };
}

describe('a run', () => {
  it.each([...ServerCause.shape.kind.options, 'stopped'])('that ended by %s has words of its own', (kind) => {
    expect(runEndLabel(run(1, kind))).not.toMatch(/^Ended$|^Runs now$/);
  });

  it('that ended in a way this page doesn’t know still ended', () => {
    expect(runEndLabel(run(1, 'new'))).toBe('Ended');
  });

  it('lasts until it ends', () => {
    expect(runDuration(run(4_000, 'exited'), 99_000)).toBe('4 s');
    expect([runEndLabel(run(0, null)), runDuration(run(0, null), 9_000)]).toEqual(['Runs now', '8 s']);
  });

  it('after one that ended by itself is a restart', () => {
    const [crashed, stopped] = [run(5_000, 'exited'), run(5_000, 'stopped')];
    expect([[], [crashed], [run(0, null), crashed, stopped, crashed]].map(restartCount)).toEqual([0, 0, 2]);
  });

  it('counts as a failure in a row until one that worked, or was asked to stop, or runs', () => {
    const short = run(5_000, 'exited');
    expect(failuresInARow([short, short, run(90_000, 'exited'), short])).toHaveLength(2);
    expect(failuresInARow([short, run(5_000, 'stopped'), short])).toHaveLength(1);
    expect(failuresInARow([run(0, null), short])).toHaveLength(0);
    expect(failuresInARow([short, short])).toHaveLength(2);
  });
});

describe('taking over', () => {
  it.each(ServerOwner.options)('from %s says that it is polite and what is lost', (owner) => {
    const text = takeOverConsequence(owner, 1);
    expect(text).toMatch(/(is asked to|is stopped until the next login).*Nothing is ended by force/);
    expect(text).toMatch(/cut off\. One answer passes Corral now\.$/);
  });

  it('says when the other one comes back', () => {
    expect(takeOverConsequence('ollamaApp', 0)).toContain('login items');
    expect(takeOverConsequence('homebrew', 0)).toContain('brew services stop ollama');
    expect(takeOverConsequence('terminal', 0)).toMatch(/cut off\.$/);
  });
});

it('says which addresses lead to which neighbour', () => {
  const node = { pid: 7, name: 'node' };
  expect(
    portConflictText(
      [
        { address: '::1', ...node },
        { address: '192.168.1.4', ...node },
        { address: '0.0.0.0', pid: null, name: null },
      ],
      11434,
    ),
  ).toBe(
    '[::1]:11434 and 192.168.1.4:11434 lead to node (process 7). Every other IPv4 address on port 11434 leads to another program.',
  );
});

describe('an update', () => {
  const server = (path: string | null) => ({
    actual: { state: 'stopped' } as const,
    program: path === null ? null : ({ path, version: '0.1.0', source: 'path' } as const),
  });
  const external = (owner: ServerOwner) => ({
    ...snapshotFixture.server,
    actual: { state: 'external', owner, pid: 1, version: '0.1.0', canTakeOver: false } as const,
  });

  it.each([
    ['/opt/homebrew/bin/ollama', 'darwin', 'brew upgrade ollama'],
    ['/usr/local/opt/ollama/bin/ollama', 'darwin', 'brew upgrade ollama'],
    ['/Applications/Ollama.app/Contents/Resources/ollama', 'darwin', null],
    ['/Users/me/bin/ollama', 'darwin', null],
    ['/usr/local/bin/ollama', 'linux', 'curl -fsSL https://ollama.com/install.sh | sh'],
    [null, 'darwin', null],
  ])('of %s on %s: %s', (path, platform, command) => {
    expect(updateHint(server(path), platform).command).toBe(command);
  });

  it('of somebody else’s server goes by who runs it', () => {
    expect(updateHint(external('homebrew'), 'darwin').command).toContain('brew services restart');
    expect(updateHint(external('ollamaApp'), 'darwin').hint).toContain('Ollama.app');
    expect(updateHint(external('terminal'), 'linux').command).toBeNull();
  });
});
