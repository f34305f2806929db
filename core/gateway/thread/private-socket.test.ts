import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isSocketPath, type PrivateSocketOptions, preparePrivateSocket, removeStaleSocket } from './private-socket.ts';

function privateSocketPath(dataDir: string, options?: PrivateSocketOptions): string {
  return preparePrivateSocket(dataDir, options).path;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'corral-socket-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it.each([
  ['darwin', 'a'.repeat(103), true],
  ['darwin', 'a'.repeat(104), false],
  ['linux', 'a'.repeat(107), true],
  ['linux', 'a'.repeat(108), false],
  ['darwin', 'é'.repeat(52), false],
] as const)('on %s a socket may have the path %s: %s', (platform, path, isAllowed) => {
  expect(isSocketPath(path, platform)).toBe(isAllowed);
});

it('is in the data folder where the path is short enough', () => {
  expect(privateSocketPath('/data')).toBe('/data/gateway.sock');
});

it('is otherwise in the same folder each time, which is for its owner alone', () => {
  const temporary = temporaryFolder();
  const dataDir = join('/', 'long'.repeat(40));
  const path = privateSocketPath(dataDir, { temporary });
  expect(path.startsWith(join(temporary, 'corral-'))).toBe(true);
  expect(isSocketPath(path, 'darwin')).toBe(true);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(privateSocketPath(dataDir, { temporary })).toBe(path);
  expect(privateSocketPath(`${dataDir}/other`, { temporary })).not.toBe(path);
  preparePrivateSocket(dataDir, { temporary }).removeFolder();
  expect(existsSync(dirname(path))).toBe(false);
});

it.each([
  ['open to others', false],
  ['a file', true],
])('is in another folder where that one is %s', (_what, isFile) => {
  const temporary = temporaryFolder();
  const dataDir = join('/', 'long'.repeat(40));
  const first = dirname(privateSocketPath(dataDir, { temporary }));
  rmSync(first, { recursive: true });
  if (isFile) writeFileSync(first, '');
  else {
    mkdirSync(first);
    chmodSync(first, 0o755);
  }
  const folder = dirname(privateSocketPath(dataDir, { temporary }));
  expect(folder).not.toBe(first);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it('is in /tmp where even that path is too long', () => {
  const temporary = join('/', 'temporary'.repeat(20));
  const path = privateSocketPath(join('/', 'long'.repeat(40)), { temporary });
  onTestFinished(() => rmSync(dirname(path), { recursive: true }));
  expect(path).toMatch(/^\/tmp\/corral-/);
});

it('nothing but a socket is removed', async () => {
  const file = join(temporaryFolder(), 'gateway.sock');
  await removeStaleSocket(file);
  writeFileSync(file, 'mine');
  await removeStaleSocket(file);
  expect(existsSync(file)).toBe(true);
});
