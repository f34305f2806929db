import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import type { SettingsPatch } from '../../contract/settings.ts';

/** Why a field of a patch can't be used, in words for the person. */
export interface SettingProblem {
  readonly field: string;
  readonly reason: string;
}

const kindOf = async (path: string): Promise<'file' | 'folder' | 'none'> => {
  const found = await stat(path).catch(() => null);
  if (!found) return 'none';
  return found.isDirectory() ? 'folder' : 'file';
};

const allows = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

const whyNotProgram = async (path: string): Promise<string | null> => {
  if (!isAbsolute(path)) return 'Give the full path, beginning with /.';
  const kind = await kindOf(path);
  if (kind === 'none') return 'There is no file at that path.';
  if (kind === 'folder') return 'That is a folder. Choose the ollama program itself.';
  return (await allows(path, constants.X_OK)) ? null : 'That file can’t be run as a program.';
};

/** The folder itself, or the nearest one above it that exists. */
const whyNotFolder = async (path: string, asked = path): Promise<string | null> => {
  if (!isAbsolute(path)) return 'Give the full path, beginning with /.';
  const kind = await kindOf(path);
  if (kind === 'file') return path === asked ? 'That is a file, not a folder.' : `${path} is a file, not a folder.`;
  if (kind === 'none') return whyNotFolder(dirname(path), asked);
  if (await allows(path, constants.W_OK | constants.X_OK)) return null;
  return path === asked ? 'You can’t write to that folder.' : `The folder can’t be created in ${path}.`;
};

/** The first field whose value the file system refuses; null when all can be used. */
export const checkSettingsPatch = async (patch: SettingsPatch): Promise<SettingProblem | null> => {
  const program = patch.ollamaPath ? await whyNotProgram(patch.ollamaPath) : null;
  if (program) return { field: 'ollamaPath', reason: program };
  const folder = patch.modelsFolder ? await whyNotFolder(patch.modelsFolder) : null;
  return folder ? { field: 'modelsFolder', reason: folder } : null;
};
