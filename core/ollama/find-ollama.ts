import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Program } from '../../contract/server.ts';
import { withTimeout } from '../async/with-timeout.ts';
import { askLoginShell } from './ask-login-shell.ts';

type Found = { readonly path: string; readonly source: Program['source'] };
/** `detail` names the path that was asked for and doesn't work; null when nothing was found anywhere. */
export type FindResult = { readonly found: Found } | { readonly missing: { readonly detail: string | null } };

export interface FindOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The setting. */
  readonly ollamaPath: string | null;
  readonly home: string;
  readonly fixedPlaces?: readonly string[];
}

/** Where the installers put it: the app, Homebrew on both processors, the install script, a Linux distribution. */
function fixedPlaces(home: string): string[] {
  return [
    '/Applications/Ollama.app/Contents/Resources/ollama',
    join(home, 'Applications/Ollama.app/Contents/Resources/ollama'),
    '/opt/homebrew/bin/ollama',
    '/usr/local/bin/ollama',
    '/usr/bin/ollama',
  ];
}

/** Milliseconds; a network volume that is gone never answers, and what lies on it can't be run. */
const answersWithinMs = 2_000;

async function isExecutableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): Promise<boolean> {
  return withTimeout(answersWithinMs, isExecutableFile(path), false);
}

async function firstExecutable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await isExecutable(path)) return path;
  return null;
}

/**
 * Looks for the `ollama` executable: `CORRAL_OLLAMA`, the setting, PATH, the fixed places, and last the login shell. A path
 * that was named and doesn't work is an error, never a reason to use another one.
 */
export async function findOllama({ env, ollamaPath, home, ...rest }: FindOptions): Promise<FindResult> {
  const named: Array<[string | null | undefined, Program['source']]> = [
    [env.CORRAL_OLLAMA, 'environment'],
    [ollamaPath, 'setting'],
  ];
  for (const [path, source] of named) {
    if (!path) continue;
    // Absolute, because the server is started in another folder than ours.
    return (await isExecutable(path)) ? { found: { path: resolve(path), source } } : { missing: { detail: path } };
  }
  const onPath = (env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  const inPath = await firstExecutable(onPath.map((folder) => join(folder, 'ollama')));
  if (inPath) return { found: { path: inPath, source: 'path' } };
  const fixed = await firstExecutable(rest.fixedPlaces ?? fixedPlaces(home));
  if (fixed) return { found: { path: fixed, source: 'fixedPlace' } };
  const told = await askLoginShell(env);
  if (told && (await isExecutable(told))) return { found: { path: told, source: 'loginShell' } };
  return { missing: { detail: null } };
}
