import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { DamagedFile } from '../data-folder/saved-file.ts';
import { FAULT_NAMES, FAULTS } from '../data-folder/testing/faults-fixture.ts';
import { openCorralLog } from './corral-log.ts';
import { createServerLog } from './server-log.ts';

let folder: string;
let damaged: DamagedFile[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-logs-'));
  damaged = [];
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});
function onDamaged(file: DamagedFile): void {
  damaged.push(file);
}

const FOLDERS = ['folder', 'empty folder'];

describe('the logs folder', () => {
  it.each(FAULT_NAMES.filter((name) => !FOLDERS.includes(name)))('that is a %s is moved aside', async (fault) => {
    const path = join(folder, 'logs');
    FAULTS[fault](path);
    const { ino } = lstatSync(path);
    const log = createServerLog(folder, onDamaged);
    const run = await log.openRun('one');
    await run.release();
    await log.closeRun('one');
    const moved = readdirSync(folder).find((name) => name !== 'logs') ?? '';
    expect(lstatSync(join(folder, moved)).ino).toBe(ino);
    expect(damaged).toMatchObject([{ file: 'logs', aside: { movedTo: moved } }]);
    expect(readdirSync(path)).toEqual(['server-one.log']);
  });

  it('may be a link to another one', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'logs'));
    const log = createServerLog(folder, onDamaged);
    await (await log.openRun('one')).release();
    await log.closeRun('one');
    expect({ damaged, names: readdirSync(join(folder, 'elsewhere')) }).toEqual({
      damaged: [],
      names: ['server-one.log'],
    });
  });

  it('keeps out of the way of what only looks like a run’s file, and still removes old ones', async () => {
    mkdirSync(join(folder, 'logs', 'server-folder.log'), { recursive: true });
    symlinkSync('/nowhere/at/all', join(folder, 'logs', 'server-link.log'));
    for (let run = 0; run < 8; run += 1) writeFileSync(join(folder, 'logs', `server-${run}.log`), '');
    const log = createServerLog(folder, onDamaged);
    await (await log.openRun('new')).release();
    await log.closeRun('new');
    expect(readdirSync(join(folder, 'logs'))).toHaveLength(2 + 5);
  });
});

describe('Corral’s own log', () => {
  const usable = ['empty file', 'garbage', 'JSON of another shape', 'three gigabytes'];
  it.each(FAULT_NAMES.filter((name) => !usable.includes(name)))('that is a %s is moved aside', (fault) => {
    const path = join(folder, 'corral.log');
    FAULTS[fault](path);
    const { logger, close } = openCorralLog(folder, { onDamaged });
    logger.info('hello');
    close();
    expect(damaged).toMatchObject([
      { file: 'corral.log', aside: { movedTo: expect.stringMatching(/^corral\.broken-.*\.log$/) } },
    ]);
    expect(readFileSync(path, 'utf8')).toContain('hello');
  });

  it('doesn’t grow without bounds where the older file can’t be replaced', () => {
    mkdirSync(join(folder, 'corral.log.1'));
    const { logger, close } = openCorralLog(folder);
    for (let line = 0; line < 25; line += 1) logger.info('x'.repeat(1024 * 1024));
    close();
    expect(statSync(join(folder, 'corral.log')).size).toBeLessThan(12 * 1024 * 1024);
  });
});
