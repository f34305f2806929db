import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface OpenBrowserOptions {
  /** Holds the redirect file while it is needed. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Opens the default browser on a file that redirects to `url`, so that the token appears in no process list.
 * @returns removes the file; call it when the browser has signed in, or when Corral quits
 */
export function openBrowser(url: string, options: OpenBrowserOptions): () => void {
  const command = opener(options);
  if (command === null) return () => undefined;
  const file = join(options.folder, `open-${randomUUID()}.html`);
  const target = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const page = `<!doctype html><meta http-equiv="refresh" content="0;url=${target}"><title>Corral</title>\n`;
  try {
    writeFileSync(file, page, { mode: 0o600 });
  } catch {
    // On a full disk, the printed address still works.
    return () => rmSync(file, { force: true });
  }
  const child = spawn(command, [pathToFileURL(file).href], { stdio: 'ignore', detached: true, env: options.env });
  // Without a browser, the printed address still works.
  child.on('error', () => undefined);
  child.unref();
  return () => rmSync(file, { force: true });
}

/** The command that opens a file; null where there is no desktop. */
function opener({ platform, env }: OpenBrowserOptions): string | null {
  if (platform === 'darwin') return 'open';
  return env.DISPLAY || env.WAYLAND_DISPLAY ? 'xdg-open' : null;
}
