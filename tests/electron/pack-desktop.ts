import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { electronPath } from './start-desktop.ts';

const root = join(import.meta.dirname, '../..');

/** Why this machine can't pack the application around the Electron under test; null where it can. */
export function whyNotPacked(electron = process.env.CORRAL_TEST_ELECTRON): string | null {
  if (process.platform !== 'linux') return 'The packaged application is only tested on Linux.';
  if (electron === undefined || !existsSync(join(dirname(electron), 'version'))) {
    return `There is no runtime to pack beside ${electron ?? 'CORRAL_TEST_ELECTRON'}.`;
  }
  return null;
}

/**
 * Packs the application as electron-builder.yml says, with its archive and fuses, around the Electron under test.
 * @param folder where to; empty
 * @returns the packaged executable
 */
export async function packDesktop(folder: string): Promise<string> {
  const runtime = dirname(electronPath());
  // Where the runtime holds the built application, that one fits it: an older Electron needs stand-ins for what it lacks.
  const inRuntime = join(runtime, 'resources/app');
  const built = existsSync(inRuntime) ? inRuntime : root;
  const project = join(folder, 'project');
  await mkdir(join(project, 'scripts'), { recursive: true });
  for (const name of ['electron-builder.yml', 'LICENSE', 'scripts/before-build.mjs']) {
    await cp(join(root, name), join(project, name));
  }
  for (const name of ['package.json', 'assets', 'out'])
    await cp(join(built, name), join(project, name), { recursive: true });
  const version = (await readFile(join(runtime, 'version'), 'utf8')).trim().replace(/^v/, '');
  const builder = join(root, 'node_modules/electron-builder/cli.js');
  await promisify(execFile)(
    process.execPath,
    [
      ...[builder, '--linux', 'dir', '--publish', 'never', '--projectDir', project],
      ...[`-c.electronDist=${runtime}`, `-c.electronVersion=${version}`],
    ],
    // The fuses are written into the executable, which must not be the one that other tests run.
    { env: { ...process.env, USE_HARD_LINKS: 'false' } },
  );
  const packed = join(project, 'dist/linux-unpacked');
  await plantDecoy(join(packed, 'resources/app'));
  return join(packed, 'corral');
}

/** An application beside the archive, which a changed Electron would rather load. */
async function plantDecoy(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'decoy', main: 'main.js' }));
  await writeFile(join(folder, 'main.js'), 'process.stderr.write("the decoy runs\\n"); process.exit(3);\n');
}
