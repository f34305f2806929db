import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DamagedFile } from '../data-folder/saved-file.ts';
import { openPullFile, type SavedPull } from './pull-file.ts';

const pull: SavedPull = {
  id: 'one',
  name: 'qwen3:8b',
  insecure: false,
  state: 'running',
  completedBytes: 10,
  totalBytes: 20,
  failure: null,
  startedAt: 1,
};

const damaged: DamagedFile[] = [];
function onDamaged(file: DamagedFile): void {
  damaged.push(file);
}

describe('the file of pulls', () => {
  let folder: string;
  const path = () => join(folder, 'pulls.json');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-pulls-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads back what was written, and only its owner can read it', async () => {
    const failed: SavedPull = { ...pull, state: 'failed', failure: { kind: 'diskFull', message: 'Full.' } };
    await openPullFile(folder, onDamaged).write([pull, failed]);
    expect(openPullFile(folder, onDamaged).read()).toEqual([pull, failed]);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('holds the last of many lists, and leaves nothing else in the folder', async () => {
    const file = openPullFile(folder, onDamaged);
    const lists = Array.from({ length: 50 }, (_, index) => [{ ...pull, completedBytes: index }]);
    await Promise.all(lists.map((list) => file.write(list)));
    expect(file.read()).toEqual(lists.at(-1));
    expect(readdirSync(folder)).toEqual(['pulls.json']);
  });

  it('is empty when there is no file yet', () => {
    expect(openPullFile(folder, onDamaged).read()).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['', '{"pulls":[', '[]', '{"pulls":[{"id":1}]}'])('moves %j aside and starts over', async (text) => {
    writeFileSync(path(), text);
    const file = openPullFile(folder, onDamaged);
    expect(file.read()).toEqual([]);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^pulls\.broken-/)]);
    expect(damaged.at(-1)).toMatchObject({ file: 'pulls.json', problem: 'damaged' });
    await file.write([pull]);
    expect(file.read()).toEqual([pull]);
  });

  it('neither throws nor rejects when nothing can be read or written', async () => {
    const file = openPullFile(join(folder, 'no', 'such'), onDamaged);
    expect(file.read()).toEqual([]);
    await file.write([pull]);
    await file.write([pull]);
  });
});
