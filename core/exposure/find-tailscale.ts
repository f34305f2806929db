import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Where the command is on macOS and Linux. Source: Tailscale's wiki on macOS. */
function defaultLocations(home: string) {
  return [
    '/Applications/Tailscale.app/Contents/MacOS/Tailscale',
    '/usr/local/bin/tailscale',
    '/opt/homebrew/bin/tailscale',
    join(home, 'go', 'bin', 'tailscale'),
  ];
}

/** Without the first the app's executable opens its window unless it is called from a terminal; its output is read by us. */
export const TAILSCALE_CLI = { TAILSCALE_BE_CLI: '1', TERM: 'dumb' } as const;

/** The path of Tailscale's command; null when there is none. */
export async function findTailscale(env: NodeJS.ProcessEnv): Promise<string | null> {
  const onPath = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  for (const path of [...onPath.map((folder) => join(folder, 'tailscale')), ...defaultLocations(env.HOME ?? '/')]) {
    const isExecutable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isExecutable) return path;
  }
  return null;
}
