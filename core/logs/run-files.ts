import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { liveNameOf } from './rotated-parts.ts';

/** Runs whose files are kept in the folder: the newest, the one that begins now among them. */
const keptRuns = 5;

function isRunFile(name: string): boolean {
  return /^server-.*\.log$/.test(name);
}

/** Removes the files of all but the newest four runs, each with its older parts. */
async function removeOldRuns(folder: string): Promise<void> {
  const filesOf = Map.groupBy(await readdir(folder), liveNameOf);
  const runs = await Promise.all(
    [...filesOf]
      .filter(([live]) => isRunFile(live))
      .map(async ([, names]) => {
        const paths = names.map((name) => join(folder, name));
        const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
        return { paths, writtenAt: Math.max(...times) };
      }),
  );
  const newestFirst = runs.sort((a, b) => b.writtenAt - a.writtenAt);
  const old = newestFirst.slice(keptRuns - 1).flatMap(({ paths }) => paths);
  await Promise.all(old.map((path) => rm(path, { force: true })));
}

export interface RunFile {
  readonly path: string;
  /** For the child's stdout and stderr: it appends, so that the file can be cut under it. */
  readonly fd: number;
  /** Lets go of `fd`, once the child has its own. */
  release(): Promise<void>;
}

/** Opens the file of a new run, the owner's alone, and makes room for it. */
export async function openRunFile(folder: string, runId: string): Promise<RunFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Old files that can't be removed are no reason not to start a server.
  await removeOldRuns(folder).catch(() => undefined);
  const path = join(folder, `server-${runId}.log`);
  const file = await open(path, 'a', 0o600);
  return { path, fd: file.fd, release: () => file.close() };
}
