import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { volumeOf } from '../os/volumes.ts';

async function kindOf(path: string): Promise<'file' | 'folder' | 'none'> {
  const found = await stat(path).catch(() => null);
  if (!found) return 'none';
  return found.isDirectory() ? 'folder' : 'file';
}

function allows(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** Why the file at `path` can't be run as a program, for the person; null when it can. */
export async function programProblem(path: string): Promise<string | null> {
  if (!isAbsolute(path)) return 'Give the full path, beginning with /.';
  const kind = await kindOf(path);
  if (kind === 'none') return 'There is no file at that path.';
  if (kind === 'folder') return 'That is a folder. Choose the ollama program itself.';
  return (await allows(path, constants.X_OK)) ? null : 'That file can’t be run as a program.';
}

/** Why the server could not keep files in the folder, or make it: that of the nearest one above it that exists. */
export async function folderProblem(path: string, asked = path): Promise<string | null> {
  const kind = await kindOf(path);
  if (kind === 'file') return path === asked ? 'That is a file, not a folder.' : `${path} is a file, not a folder.`;
  if (kind === 'none') return folderProblem(dirname(path), asked);
  if (await allows(path, constants.W_OK | constants.X_OK)) return null;
  return path === asked ? 'You can’t write to that folder.' : `The folder can’t be created in ${path}.`;
}

/** The same for a folder that a person names: also whether its volume is there. */
export async function newFolderProblem(path: string): Promise<string | null> {
  if (!isAbsolute(path)) return 'Give the full path, beginning with /.';
  const volume = await volumeOf(path);
  return volume.mounted ? folderProblem(path) : `The volume “${volume.name}” is not there. Connect it first.`;
}
