import { access } from 'node:fs/promises';
import { hostname } from 'node:os';
import { runTool } from '../os/run-tool.ts';

/** Avahi's socket: where it is, the host's name is answered on the local network. */
const AVAHI_SOCKET = '/run/avahi-daemon/socket';

/** Reads `scutil --get LocalHostName`, which says `LocalHostName: not set` for a Mac without one. */
export function parseLocalHostName(text: string): string | null {
  const name = text.trim().toLowerCase();
  return /^[^\s:.]+$/.test(name) ? `${name}.local` : null;
}

/** `NAME.local` as it is answered on the local network now, or null. macOS renames itself on a collision, so it is read anew. */
export async function readLocalName(platform: NodeJS.Platform): Promise<string | null> {
  if (platform === 'darwin') {
    return parseLocalHostName((await runTool('/usr/sbin/scutil', ['--get', 'LocalHostName'])) ?? '');
  }
  const answered = await access(AVAHI_SOCKET).then(
    () => true,
    () => false,
  );
  const [name] = hostname().split('.');
  return answered && name ? `${name}.local` : null;
}
