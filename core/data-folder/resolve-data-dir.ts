import { isAbsolute, join, resolve } from 'node:path';
import { corralVariables, givenPath } from '../environment/corral-variables.ts';

export interface DataDirOptions {
  /** `--data-dir`, if given. */
  readonly flag: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * The flag, else `CORRAL_DATA_DIR`, else where the system keeps an application's data.
 * @throws EnvironmentError when the flag, or a variable of Corral, has a value that can't be used
 */
export function resolveDataDir({ flag, env, platform, home }: DataDirOptions): string {
  const { dataDir } = corralVariables(env);
  const chosen = givenPath('--data-dir', flag ?? '') ?? dataDir;
  if (chosen !== null) return resolve(chosen);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Corral');
  // The XDG base directory specification has a relative path ignored.
  const shared = env.XDG_DATA_HOME;
  return join(shared && isAbsolute(shared) ? shared : join(home, '.local', 'share'), 'corral');
}
