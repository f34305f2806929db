import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Program } from '../../contract/server.ts';

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
const fixedPlaces = (home: string): string[] => [
  '/Applications/Ollama.app/Contents/Resources/ollama',
  join(home, 'Applications/Ollama.app/Contents/Resources/ollama'),
  '/opt/homebrew/bin/ollama',
  '/usr/local/bin/ollama',
  '/usr/bin/ollama',
];

/** Milliseconds a login shell may take; a slow start-up file must not hold the server up for longer. */
const shellTimeoutMs = 3_000;

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function firstExecutable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await isExecutable(path)) return path;
  return null;
}

/** A Finder-started app doesn't have the shell's PATH, so the shell itself is asked, as a login one reads its files. */
function askLoginShell(env: NodeJS.ProcessEnv): Promise<string | null> {
  const shell = env.SHELL || '/bin/sh';
  return new Promise((resolve) => {
    const script = 'printf "\\n<corral>%s</corral>" "$(command -v ollama)"';
    const options = { timeout: shellTimeoutMs, env, killSignal: 'SIGKILL' as const };
    const child = execFile(shell, ['-ilc', script], options, (_error, stdout) => {
      resolve(/<corral>(\/[^<]+)<\/corral>/.exec(stdout)?.[1] ?? null);
    });
    child.stdin?.end();
  });
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
    return (await isExecutable(path)) ? { found: { path, source } } : { missing: { detail: path } };
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
