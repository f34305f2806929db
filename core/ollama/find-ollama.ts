import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Program } from '../../contract/server.ts';
import { withTimeout } from '../async/with-timeout.ts';
import { corralVariables } from '../environment/corral-variables.ts';
import { askLoginShell } from './ask-login-shell.ts';

type Found = { readonly path: string; readonly source: Program['source'] };
/** `detail` is the path that was named and doesn't work; null when nothing was found anywhere. */
export type FindResult = { readonly found: Found } | { readonly missing: { readonly detail: string | null } };

export interface FindOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The setting. */
  readonly ollamaPath: string | null;
  readonly home: string;
  readonly defaultLocations?: readonly string[];
  /** Ends the login shell. */
  readonly signal?: AbortSignal;
}

/** Where installers put it: the app, Homebrew on both processors, the install script, a Linux distribution. */
function defaultLocationsFor(home: string): string[] {
  return [
    '/Applications/Ollama.app/Contents/Resources/ollama',
    join(home, 'Applications/Ollama.app/Contents/Resources/ollama'),
    '/opt/homebrew/bin/ollama',
    '/usr/local/bin/ollama',
    '/usr/bin/ollama',
  ];
}

/** A network volume that is gone never responds, and an executable on it can't be run. */
const FILE_TIMEOUT_MS = 2_000;

async function isExecutableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): Promise<boolean> {
  return withTimeout(isExecutableFile(path), { timeoutMs: FILE_TIMEOUT_MS, fallback: false });
}

async function firstExecutable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await isExecutable(path)) return path;
  return null;
}

/**
 * Finds the `ollama` executable: `CORRAL_OLLAMA`, the setting, PATH, the default locations, and last the login shell. A path
 * that was named and doesn't work is an error, never a reason to use another one.
 */
export async function findOllama(options: FindOptions): Promise<FindResult> {
  const { env, ollamaPath, home, defaultLocations, signal } = options;
  const named: Array<[string | null, Program['source']]> = [
    [corralVariables(env).ollama, 'environment'],
    [ollamaPath, 'setting'],
  ];
  for (const [path, source] of named) {
    if (!path) continue;
    // Absolute, because the server is started in another folder than ours.
    return (await isExecutable(path)) ? { found: { path: resolve(path), source } } : { missing: { detail: path } };
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  const inPath = await firstExecutable(folders.map((folder) => join(folder, 'ollama')));
  if (inPath) return { found: { path: inPath, source: 'path' } };
  const installed = await firstExecutable(defaultLocations ?? defaultLocationsFor(home));
  if (installed) return { found: { path: installed, source: 'defaultLocation' } };
  const fromShell = await askLoginShell(env, signal);
  if (fromShell && (await isExecutable(fromShell))) return { found: { path: fromShell, source: 'loginShell' } };
  return { missing: { detail: null } };
}
