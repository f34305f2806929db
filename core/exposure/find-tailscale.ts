import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Source: Tailscale's wiki on macOS. */
function fixedPlaces(home: string) {
  return [
    '/Applications/Tailscale.app/Contents/MacOS/Tailscale',
    '/usr/local/bin/tailscale',
    '/opt/homebrew/bin/tailscale',
    join(home, 'go', 'bin', 'tailscale'),
  ];
}

/** Without it the app's own binary opens its window when it wasn't called from a terminal. */
export const TAILSCALE_CLI = { TAILSCALE_BE_CLI: '1' } as const;

/** The path of Tailscale's command; null where there is none. */
export async function findTailscale(env: NodeJS.ProcessEnv): Promise<string | null> {
  const onPath = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  for (const place of [...onPath.map((folder) => join(folder, 'tailscale')), ...fixedPlaces(env.HOME ?? '/')]) {
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return null;
}
