import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder } from '../data-folder/ensure-folder.ts';
import type { OnDamaged } from '../data-folder/saved-file.ts';
import { logNameOf } from './rotated-parts.ts';

/** Runs whose files are kept, the newest, including the one that starts now. */
const MAX_RUNS = 5;

function isRunLog(name: string): boolean {
  return /^server-.*\.log$/.test(name);
}

/** Removes the files of all but the newest four runs, each with its older parts. */
async function removeOldRuns(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  // Anything else of such a name isn't ours to remove.
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const filesOf = Map.groupBy(files, logNameOf);
  const runs = await Promise.all(
    [...filesOf]
      .filter(([log]) => isRunLog(log))
      .map(async ([, names]) => {
        const paths = names.map((name) => join(folder, name));
        const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
        return { paths, writtenAt: Math.max(...times) };
      }),
  );
  const newestFirst = runs.sort((a, b) => b.writtenAt - a.writtenAt);
  const old = newestFirst.slice(MAX_RUNS - 1).flatMap(({ paths }) => paths);
  await Promise.all(old.map((path) => rm(path, { force: true })));
}

export interface RunFile {
  readonly path: string;
  /** For the child's stdout and stderr, opened for appending so that the file can be emptied under it. */
  readonly fd: number;
  /** Closes `fd`, once the child has its own. */
  release(): Promise<void>;
}

/** Opens the log file of a new run, readable by its owner only, and removes those of old runs. */
export async function openRunFile(folder: string, runId: string, onDamaged: OnDamaged): Promise<RunFile> {
  ensureFolder(folder, onDamaged);
  // Old files that can't be removed are no reason not to start a server.
  await removeOldRuns(folder).catch(() => undefined);
  const path = join(folder, `server-${runId}.log`);
  const file = await open(path, 'a', 0o600);
  return { path, fd: file.fd, release: () => file.close() };
}
