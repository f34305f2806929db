import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

function readPackage() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/** The lowest version `engines.node` of package.json allows; it is always written `>=X.Y.Z`. */
export function requiredNode() {
  return readPackage().engines.node.replace('>=', '');
}

/**
 * Where the pinned Node of this platform is, if npm brought it along. Not its link in `node_modules/.bin`: npm 10 takes that
 * away together with the pinned ones of the other platforms, which have a link of the same name.
 */
export function pinnedNode(platform = process.platform, arch = process.arch) {
  const name = Object.keys(readPackage().optionalDependencies).find((name) => name.endsWith(`-${platform}-${arch}`));
  return name ? join(root, 'node_modules', name, 'bin/node') : null;
}

export function satisfies(version, required) {
  const parts = (text) => text.replace(/^v/, '').split('.').map(Number);
  const [have, need] = [parts(version), parts(required)];
  for (let i = 0; i < 3; i++) if (have[i] !== need[i]) return have[i] > need[i];
  return true;
}

export function versionOf(path) {
  return spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim() || null;
}

/**
 * A Node that is new enough: the machine's own, else the one that runs us, else the pinned optional dependency.
 * npm puts `node_modules/.bin` first on PATH, so the machine's own is the one npm itself runs on.
 * @returns {string | null} its path
 */
export function findNode({ env = process.env, execPath = process.execPath, version = process.version } = {}) {
  const required = requiredNode();
  const npmsOwn = env.npm_node_execpath;
  if (npmsOwn && npmsOwn !== execPath && existsSync(npmsOwn)) {
    const found = versionOf(npmsOwn);
    if (found && satisfies(found, required)) return npmsOwn;
  }
  if (satisfies(version, required)) return execPath;
  const pinned = pinnedNode();
  if (!pinned || !existsSync(pinned)) return null;
  const found = versionOf(pinned);
  return found && satisfies(found, required) ? pinned : null;
}

/** The Node to use; where there is none it says what is needed, in one line, and exits. */
export function needNode() {
  const node = findNode();
  if (node) return node;
  console.error(
    `Corral requires Node ${requiredNode()} or later (found ${process.version}). Download it from nodejs.org.`,
  );
  process.exit(1);
}
