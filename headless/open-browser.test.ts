import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../tests/eventually.ts';
import { openBrowser } from './open-browser.ts';

const url = 'http://127.0.0.1:1/?token=t0ken';

/** A folder with an `xdg-open` that writes its arguments down. */
async function desktop() {
  const folder = await mkdtemp(join(tmpdir(), 'corral-open-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const program = join(folder, 'xdg-open');
  await writeFile(
    program,
    `#!/bin/sh\necho "$@" > '${folder}/args.part' && mv '${folder}/args.part' '${folder}/args'\n`,
  );
  await chmod(program, 0o755);
  const env = { PATH: `${folder}:${process.env.PATH}`, DISPLAY: ':0' };
  return { folder, env, pages: async () => (await readdir(folder)).filter((name) => name.endsWith('.html')) };
}

it('opens a file that leads to the address, readable by this account only, until it is removed', async () => {
  const { folder, env, pages } = await desktop();
  const remove = openBrowser(url, { folder, platform: 'linux', env });
  const args = await eventually(() => readFile(join(folder, 'args'), 'utf8'));
  const [page = ''] = await pages();
  expect(args).toContain(page);
  expect(args).not.toContain('t0ken');
  expect(await readFile(join(folder, page), 'utf8')).toContain(`content="0;url=${url}"`);
  expect((await stat(join(folder, page))).mode & 0o777).toBe(0o600);
  remove();
  expect(await pages()).toEqual([]);
});

it('does nothing where there is no desktop', async () => {
  const { folder, env, pages } = await desktop();
  openBrowser(url, { folder, platform: 'linux', env: { PATH: env.PATH } })();
  expect(await pages()).toEqual([]);
});
