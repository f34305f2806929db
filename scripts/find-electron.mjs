import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './find-node.mjs';

const packageDir = join(root, 'node_modules/electron');

/** Electron's executable, or null where the runtime isn't there. Its own `index.js` would begin a download. */
export function findElectron(env = process.env) {
  const pathFile = join(packageDir, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const executable = join(env.ELECTRON_OVERRIDE_DIST_PATH || join(packageDir, 'dist'), name);
  return existsSync(executable) ? executable : null;
}

/**
 * Fetches the runtime with Electron's own script; it does nothing where the right version is there.
 * @returns {string | null} why it could not be had
 */
export function fetchElectron(node) {
  const script = join(packageDir, 'install.js');
  if (!existsSync(join(packageDir, 'path.txt'))) console.log('Downloading Electron (one time only)…');
  if (!existsSync(script)) return "the electron package isn't installed";
  const { status, stderr } = spawnSync(node, [script], { encoding: 'utf8', stdio: ['ignore', 'inherit', 'pipe'] });
  if (status === 0) return null;
  const cause = /\b(E[A-Z]{4,}|status code \d+|checksum)\b/.exec(stderr ?? '')?.[1];
  return cause ? `the download failed: ${cause}` : 'the download failed';
}
