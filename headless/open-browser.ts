import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface OpenBrowserOptions {
  /** Where the redirect file lies while it is needed. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Opens the person's browser on a file that leads to `url`, so that the token in it stands in no list of processes.
 * @returns removes the file; to be called when the browser has arrived or Corral ends
 */
export function openBrowser(url: string, options: OpenBrowserOptions): () => void {
  const command = opener(options);
  if (command === null) return () => undefined;
  const file = join(options.folder, `open-${randomUUID()}.html`);
  const target = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  writeFileSync(file, `<!doctype html><meta http-equiv="refresh" content="0;url=${target}"><title>Corral</title>\n`, {
    mode: 0o600,
  });
  const child = spawn(command, [pathToFileURL(file).href], { stdio: 'ignore', detached: true, env: options.env });
  // Where it can't be opened the printed address remains.
  child.on('error', () => undefined);
  child.unref();
  return () => rmSync(file, { force: true });
}

/** The program that opens a file, null where there is no desktop to open it on. */
function opener({ platform, env }: OpenBrowserOptions): string | null {
  if (platform === 'darwin') return 'open';
  return env.DISPLAY || env.WAYLAND_DISPLAY ? 'xdg-open' : null;
}
