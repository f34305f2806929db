import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { root } from './find-node.mjs';
import { stampFile } from './stale.mjs';

const linux = process.platform === 'linux';

async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'corral-start-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const inherited = { ...process.env };
  for (const name of ['DISPLAY', 'WAYLAND_DISPLAY']) delete inherited[name];
  const child = spawn(process.execPath, [join(root, 'scripts', script), ...args], { env: { ...inherited, ...env } });
  return { child, output: text(child.stdout), errors: text(child.stderr), exit: once(child, 'exit') };
}

it.runIf(linux)(
  'npm start builds nothing anew, runs Electron on the checkout and passes its exit code on',
  async () => {
    // The test run has built already; a second build would pull the pages away under the browser's tests.
    const before = await readFile(stampFile, 'utf8');
    const folder = await newFolder();
    const electron = join(folder, 'electron');
    await writeFile(electron, '#!/bin/sh\necho "electron in $PWD with $*"\nexit 7\n');
    await chmod(electron, 0o755);
    const { output, exit } = run('start.mjs', ['--flag'], { ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: ':9' });
    expect((await exit)[0]).toBe(7);
    expect(await output).toBe(`electron in ${root} with . --flag\n`);
    expect(await readFile(stampFile, 'utf8')).toBe(before);
  },
);

it.runIf(linux)('npm start says in one line that there is no Electron, and runs the headless host', async () => {
  const folder = await newFolder();
  const env = { ELECTRON_OVERRIDE_DIST_PATH: folder, CORRAL_OLLAMA: join(folder, 'none') };
  const { child, output, exit } = run('start.mjs', ['--port', '0', '--no-open', '--data-dir', folder], env);
  const seen: string[] = [];
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      seen.push(String(data));
      if (seen.join('').includes('Corral is running')) resolve();
    });
  });
  child.kill('SIGTERM');
  expect((await exit)[0]).toBe(0);
  const lines = (await output).split('\n').filter((line) => !line.startsWith('Built'));
  expect(lines).toEqual([
    "Electron isn't installed. Running Corral in the browser instead of the menu bar.",
    expect.stringMatching(/^Corral is running at http:/),
    '',
  ]);
});

it('npm run test:electron fails in one line where the runtime is missing', async () => {
  const { errors, exit } = run('test.mjs', ['electron'], { ELECTRON_OVERRIDE_DIST_PATH: await newFolder() });
  expect((await exit)[0]).toBe(1);
  expect(await errors).toBe("Electron isn't installed. Run `npx install-electron`, then try again.\n");
});

it('npm run test:ollama fails in one line where there is no ollama', async () => {
  const { errors, exit } = run('test.mjs', ['ollama'], { PATH: await newFolder() });
  expect((await exit)[0]).toBe(1);
  expect(await errors).toMatch(/^ollama not found on PATH\..*\n$/);
});
