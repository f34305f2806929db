import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { root } from './find-node.mjs';

/**
 * Packs the app as electron-builder.yml says, but into a folder in place of the archive, and around a folder that stands for
 * Electron's runtime. Gives the paths of its files.
 */
async function packedFiles(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'corral-packed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const runtime = join(folder, 'electron');
  await mkdir(join(runtime, 'locales'), { recursive: true });
  for (const name of ['electron', 'locales/en-US.pak']) await writeFile(join(runtime, name), '');
  const config = {
    extends: join(root, 'electron-builder.yml'),
    electronDist: runtime,
    electronFuses: null,
    asar: false,
    directories: { output: join(folder, 'dist') },
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const args = ['--linux', 'dir', '--publish', 'never', '--config', join(folder, 'config.json')];
  const child = spawn(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), ...args], { cwd: root });
  const [said, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect({ code, said: code === 0 ? '' : said + errors }).toEqual({ code: 0, said: '' });
  return readdir(join(folder, 'dist/linux-unpacked/resources/app'), { recursive: true });
}

it.runIf(process.platform === 'linux')('packs what was built, without a node_modules', async () => {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect(dependencies).toHaveProperty('fastify');
  const files = await packedFiles();
  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'LICENSE',
      'out/electron/main.js',
      'out/renderer/third-party-notices.json',
    ]),
  );
  expect(files.filter((file) => /node_modules|^out\/headless|\.map$|\.tsx?$/.test(file))).toEqual([]);
});
