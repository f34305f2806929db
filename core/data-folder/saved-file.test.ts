import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DamagedFile, openSavedFile } from './saved-file.ts';
import { asideName } from './set-aside.ts';
import { FAULT_NAMES, FAULTS, type Fault, listenAt } from './testing/faults-fixture.ts';

const schema = z.object({ items: z.array(z.string()) });
const PROBLEMS: Readonly<Record<Fault, DamagedFile['problem']>> = {
  folder: 'folder',
  'empty folder': 'folder',
  FIFO: 'notAFile',
  'endless device': 'notAFile',
  'dangling link': 'brokenLink',
  'link to itself': 'brokenLink',
  'empty file': 'damaged',
  garbage: 'damaged',
  'JSON of another shape': 'damaged',
  'three gigabytes': 'tooLarge',
};

describe('a file of the data folder', () => {
  let folder: string;
  let damaged: DamagedFile[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-saved-'));
    damaged = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const path = () => join(folder, 'list.json');
  const open = () => openSavedFile({ path: path(), schema, onDamaged: (file) => damaged.push(file) });

  it('is read as it was written, readable by its owner only', async () => {
    expect(open().read()).toBeNull();
    await open().write('{"items":["a"]}');
    expect(open().read()).toEqual({ items: ['a'] });
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(damaged).toEqual([]);
  });

  it.each(FAULT_NAMES)('that is a %s is moved aside, whole, and written anew', async (fault) => {
    FAULTS[fault](path());
    const before = lstatSync(path());
    const file = open();
    const memory = process.memoryUsage().rss;
    expect(file.read()).toBeNull();
    expect(process.memoryUsage().rss - memory).toBeLessThan(100 * 2 ** 20);
    const [moved] = readdirSync(folder);
    expect(moved).toMatch(/^list\.broken-\d{4}-\d\d-\d\dT[\d.-]+Z\.json$/);
    expect(damaged).toEqual([{ file: 'list.json', problem: PROBLEMS[fault], aside: { movedTo: moved } }]);
    expect(lstatSync(join(folder, moved ?? '')).ino).toBe(before.ino);

    await file.write('{"items":["b"]}');
    expect(open().read()).toEqual({ items: ['b'] });
    expect(damaged).toHaveLength(1);
  });

  it('that is a socket is moved aside', async () => {
    const close = await listenAt(path());
    expect(open().read()).toBeNull();
    close();
    expect(damaged).toMatchObject([{ problem: 'notAFile', aside: { movedTo: expect.any(String) } }]);
  });

  it('never takes the name of what was moved aside before', () => {
    const first = asideName(path(), 'then');
    writeFileSync(join(folder, first), '');
    const second = asideName(path(), 'then');
    writeFileSync(join(folder, second), '');
    expect([first, second, asideName(path(), 'then')]).toEqual([
      'list.broken-then.json',
      'list.broken-then-2.json',
      'list.broken-then-3.json',
    ]);
  });

  /** A file that is mounted can be neither moved nor replaced, even by root: renaming it fails with EBUSY. */
  const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;
  it.runIf(canMount)('that can be neither read nor moved is left alone until it can be', () => {
    writeFileSync(path(), '{"items":[');
    const script = `
      import { execFileSync } from 'node:child_process';
      import { z } from ${JSON.stringify(import.meta.resolve('zod'))};
      import { openSavedFile } from ${JSON.stringify(new URL('saved-file.ts', import.meta.url).href)};
      const [path] = process.argv.slice(1);
      execFileSync('/bin/mount', ['--bind', path, path]);
      const damaged = [];
      const file = openSavedFile({ path, schema: z.object({}), onDamaged: (one) => damaged.push(one) });
      const read = file.read();
      const refused = await file.write('{}').then(() => null, String);
      execFileSync('/bin/umount', [path]);
      await file.write('{}');
      console.log(JSON.stringify({ read, refused, damaged, after: file.read() }));`;
    const args = ['-m', process.execPath, '--no-warnings', '--input-type=module', '-e', script, path()];
    const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    const moved = readdirSync(folder).find((name) => name.includes('broken')) ?? '';
    expect(JSON.parse(stdout)).toEqual({
      read: null,
      refused: 'Error: list.json in the data folder can’t be read or moved (EBUSY)',
      damaged: [
        { file: 'list.json', problem: 'damaged', aside: { stuck: 'EBUSY' } },
        { file: 'list.json', problem: 'damaged', aside: { movedTo: moved } },
      ],
      after: {},
    });
    expect(readFileSync(join(folder, moved), 'utf8')).toBe('{"items":[');
  });

  it('of another user is moved aside', () => {
    if (process.getuid?.() !== 0) return;
    writeFileSync(path(), '{"items":["secret"]}', { mode: 0o600 });
    spawnSync('chown', ['65534:65534', folder]);
    const script = `
      import { z } from ${JSON.stringify(import.meta.resolve('zod'))};
      import { openSavedFile } from ${JSON.stringify(new URL('saved-file.ts', import.meta.url).href)};
      process.setgid(65534);
      process.setuid(65534);
      const damaged = [];
      const file = openSavedFile({ path: process.argv[1], schema: z.object({}), onDamaged: (one) => damaged.push(one) });
      console.log(JSON.stringify([file.read(), damaged]));`;
    const args = ['--no-warnings', '--input-type=module', '-e', script, path()];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const [moved = ''] = readdirSync(folder);
    expect(JSON.parse(stdout)).toEqual([
      null,
      [{ file: 'list.json', problem: 'unreadable', aside: { movedTo: moved } }],
    ]);
    expect(readFileSync(join(folder, moved), 'utf8')).toBe('{"items":["secret"]}');
  });
});
