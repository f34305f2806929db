import { join, resolve } from 'node:path';

export interface DataDirOptions {
  /** `--data-dir`, if given. */
  readonly flag: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** A flag beats `CORRAL_DATA_DIR` beats the system's place for an application's data. */
export function resolveDataDir({ flag, env, platform, home }: DataDirOptions): string {
  const named = flag || env.CORRAL_DATA_DIR;
  if (named) return resolve(named);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Corral');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'corral');
}
