import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Settings } from '../contract/settings.ts';
import { createConfSettingsStore } from './conf-settings-store.ts';

async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'corral-settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it('keeps settings in settings.json, for this account only, and reads them back', async () => {
  const folder = await newFolder();
  const settings = { ...Settings.parse({}), port: 12000 };
  createConfSettingsStore(folder).write(settings);
  const file = join(folder, 'settings.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(settings);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(createConfSettingsStore(folder).read()).toEqual(settings);
});

it('hands on what another version wrote, for core to judge', async () => {
  const folder = await newFolder();
  await writeFile(join(folder, 'settings.json'), '{"port":"many","future":[1]}');
  expect(createConfSettingsStore(folder).read()).toEqual({ port: 'many', future: [1] });
});
