import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { createModelsFolderGuard } from '../models-folder-guard.ts';

/** Run in a mount namespace of its own: a tmpfs is the volume. Prints what the guard said at each step. */
const base = process.argv[2] ?? '';
const disk = join(base, 'disk');
const folder = join(disk, 'models');
function guardOfANewLife() {
  return createModelsFolderGuard({ dataDir: base, folder: () => folder });
}
const guard = guardOfANewLife();
function mount(...options: string[]) {
  execFileSync('/bin/mount', ['-t', 'tmpfs', ...options, 'none', disk]);
  if (options.length === 0) mkdirSync(folder);
}
function unmount() {
  return execFileSync('/bin/umount', [disk]);
}

mkdirSync(disk);
mount();
const mounted = await guard.problem();
unmount();
const gone = await guard.problem();
const goneForAnotherLife = await guardOfANewLife().problem();
mkdirSync(join(folder, 'blobs'), { recursive: true });
const emptyFolderInItsPlace = await guard.problem();
rmSync(folder, { recursive: true });
mount();
const back = await guard.problem();
execFileSync('/bin/mount', ['-o', 'remount,ro', disk]);
const readOnly = await guard.problem();
unmount();
mkdirSync(join(folder, 'manifests', 'registry.ollama.ai'), { recursive: true });
const movedForGood = await guard.problem();

stdout.write(
  JSON.stringify({ mounted, gone, goneForAnotherLife, emptyFolderInItsPlace, back, readOnly, movedForGood }),
);
