import { join, resolve } from 'node:path';

export interface DataDirOptions {
  /** `--data-dir`, if given. */
  readonly flag: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** The flag, else `CORRAL_DATA_DIR`, else where the system keeps an application's data. */
export function resolveDataDir({ flag, env, platform, home }: DataDirOptions): string {
  const chosen = flag || env.CORRAL_DATA_DIR;
  if (chosen) return resolve(chosen);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Corral');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'corral');
}
