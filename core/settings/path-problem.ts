import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { settingProblemText } from '../../contract/derived/catalog/en/setting-problems.ts';
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

/** Why the file at `path` can't be run; null when it can. */
export async function programProblem(path: string): Promise<string | null> {
  if (!isAbsolute(path)) return settingProblemText('path.relative');
  const kind = await kindOf(path);
  if (kind === 'none') return settingProblemText('path.missing');
  if (kind === 'folder') return settingProblemText('path.isFolder');
  return (await allows(path, constants.X_OK)) ? null : settingProblemText('path.notExecutable');
}

/** Why the server can't keep files in the folder or create it; null when it can. Checks the nearest folder above it that exists. */
export async function folderProblem(path: string, requested = path): Promise<string | null> {
  const isRequested = path === requested;
  const kind = await kindOf(path);
  if (kind === 'file') {
    return isRequested ? settingProblemText('folder.isFile') : settingProblemText('folder.parentIsFile', { path });
  }
  if (kind === 'none') return folderProblem(dirname(path), requested);
  if (await allows(path, constants.W_OK | constants.X_OK)) return null;
  return isRequested ? settingProblemText('folder.notWritable') : settingProblemText('folder.notCreatable', { path });
}

/** The same for a folder that a person enters: also whether its volume is connected. */
export async function newFolderProblem(path: string): Promise<string | null> {
  if (!isAbsolute(path)) return settingProblemText('path.relative');
  const volume = await volumeOf(path);
  if (!volume.mounted) return settingProblemText('folder.volumeMissing', { volume: volume.name });
  return folderProblem(path);
}
