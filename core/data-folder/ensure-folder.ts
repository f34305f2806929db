import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { codeOf, type FileProblem, problemOf } from './file-problem.ts';
import { nameExists } from './read-bounded.ts';
import type { OnDamaged } from './saved-file.ts';
import { setAside } from './set-aside.ts';

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Whether the error is that of something in the folder's place, and what that is; null when it isn't. */
function obstacleOf(path: string, error: unknown): FileProblem | null {
  if (!nameExists(path)) return null;
  if (isFolder(path)) return codeOf(error) === 'EACCES' ? 'unreadable' : null;
  const problem = problemOf(error);
  return problem === 'brokenLink' && codeOf(error) !== 'ENOTDIR' ? problem : 'notAFile';
}

function create(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
}

/**
 * Creates a folder (0700) of Corral's own unless there is one. What is in its place, or a folder that another user has left there,
 * is moved aside.
 * @throws the system's error when it can't be created
 */
export function ensureFolder(path: string, onDamaged: OnDamaged): void {
  try {
    create(path);
  } catch (error) {
    const problem = obstacleOf(path, error);
    if (problem === null) throw error;
    const aside = setAside(path);
    onDamaged({ file: basename(path), problem, aside });
    if ('stuck' in aside) throw error;
    create(path);
  }
}
