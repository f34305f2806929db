import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { createModelsFolderGuard } from '../models-folder-guard.ts';

/** Runs in its own mount namespace, with a tmpfs as the volume. Prints what the guard reports at each step, as JSON. */
const base = process.argv[2] ?? '';
const disk = join(base, 'disk');
const folder = join(disk, 'models');
function guardAfterRestart() {
  return createModelsFolderGuard({ dataDir: base, folder: () => folder, onDamaged: () => undefined });
}
const guard = guardAfterRestart();
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
const goneAfterRestart = await guardAfterRestart().problem();
mkdirSync(join(folder, 'blobs'), { recursive: true });
const emptyFolderInItsPlace = await guard.problem();
rmSync(folder, { recursive: true });
mount();
const back = await guard.problem();
execFileSync('/bin/mount', ['-o', 'remount,ro', disk]);
const readOnly = await guard.problem();
unmount();
mkdirSync(join(folder, 'manifests', 'registry.ollama.ai'), { recursive: true });
const movedPermanently = await guard.problem();

stdout.write(
  JSON.stringify({ mounted, gone, goneAfterRestart, emptyFolderInItsPlace, back, readOnly, movedPermanently }),
);
