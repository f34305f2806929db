import { access } from 'node:fs/promises';
import { hostname } from 'node:os';
import { runTool } from '../os/run-tool.ts';

/** Avahi's socket: if it exists, the host's name is resolved on the local network. */
const AVAHI_SOCKET = '/run/avahi-daemon/socket';

/** Parses `scutil --get LocalHostName`, which prints `LocalHostName: not set` on a Mac without one. */
export function parseLocalHostName(text: string): string | null {
  const name = text.trim().toLowerCase();
  return /^[^\s:.]+$/.test(name) ? `${name}.local` : null;
}

/** `NAME.local` as it is resolved on the local network now, or null. macOS changes it on a conflict, so it isn't cached. */
export async function readLocalName(platform: NodeJS.Platform): Promise<string | null> {
  if (platform === 'darwin') {
    return parseLocalHostName((await runTool('/usr/sbin/scutil', ['--get', 'LocalHostName'])) ?? '');
  }
  const hasAvahi = await access(AVAHI_SOCKET).then(
    () => true,
    () => false,
  );
  const [name] = hostname().split('.');
  return hasAvahi && name ? `${name}.local` : null;
}
