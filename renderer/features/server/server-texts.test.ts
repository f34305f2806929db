import { describe, expect, it } from 'vitest';
import { ServerOwner } from '../../../contract/server.ts';
import { snapshotFixture } from '../../client/testing/corral-fixture.tsx';
import { portConflictText } from './port-conflict-text.ts';
import { takeOverConsequence } from './take-over-text.ts';
import { updateHint } from './update-hint.ts';

describe('taking over', () => {
  it.each(ServerOwner.options)('from %s says that nothing is forced and what is interrupted', (owner) => {
    const text = takeOverConsequence(owner, 1);
    expect(text).toMatch(/^Corral (asks|stops) .* Corral never forces it to quit/);
    expect(text).toMatch(/are interrupted\. 1 response is in progress through Corral\.$/);
  });

  it('says when the other server comes back', () => {
    expect(takeOverConsequence('ollamaApp', 0)).toContain('Login Items');
    expect(takeOverConsequence('homebrew', 0)).toContain('brew services stop ollama');
    expect(takeOverConsequence('terminal', 0)).toMatch(/are interrupted\.$/);
  });
});

it('says which addresses connect to which app', () => {
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
    '[::1]:11434 and 192.168.1.4:11434 connect to node (process 7). Every other IPv4 address on port 11434 connects to another app.',
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

  it('of an external server depends on its owner', () => {
    expect(updateHint(external('homebrew'), 'darwin').command).toContain('brew services restart');
    expect(updateHint(external('ollamaApp'), 'darwin').hint.key).toBe('update.app');
    expect(updateHint(external('terminal'), 'linux').command).toBeNull();
  });
});
