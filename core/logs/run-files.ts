import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of runs kept in the folder: the newest, the one that begins now among them. */
const keptFiles = 5;

const isRunFile = (name: string): boolean => /^server-.*\.log$/.test(name);

/** Removes all but the newest four files, each with its older half. */
async function removeOldFiles(folder: string): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).filter(isRunFile).map(async (name) => {
      const path = join(folder, name);
      return { path, writtenAt: (await stat(path)).mtimeMs };
    }),
  );
  const oldFirst = files.sort((a, b) => a.writtenAt - b.writtenAt);
  for (const { path } of oldFirst.slice(0, Math.max(0, files.length - keptFiles + 1))) {
    await rm(path, { force: true });
    await rm(`${path}.old`, { force: true });
  }
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
  await removeOldFiles(folder).catch(() => undefined);
  const path = join(folder, `server-${runId}.log`);
  const file = await open(path, 'a', 0o600);
  return { path, fd: file.fd, release: () => file.close() };
}
