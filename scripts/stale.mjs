import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './find-node.mjs';
import { runChild } from './run-child.mjs';

/** Written when a build is whole; holds the time it began. */
export const stampFile = join(root, 'out', 'built-at');

const scripts = ['build.mjs', 'compile-catalog.ts', 'lean-undici.ts', 'third-party-notices.mjs'].map((name) =>
  join('scripts', name),
);
const sources = ['contract', 'core', 'electron', 'headless', 'renderer', 'package-lock.json', ...scripts];

/** When something under `path` last changed, in milliseconds. Folders count: they change when a file in them goes. */
function newestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestChange(join(path, name))), stat.mtimeMs);
}

function isStale() {
  if (!existsSync(stampFile)) return true;
  const builtAt = Date.parse(readFileSync(stampFile, 'utf8').trim());
  return Number.isNaN(builtAt) || sources.some((name) => newestChange(join(root, name)) > builtAt);
}

/** Builds where out/ is missing or older than the sources. In a process of its own, so that the bundler's memory goes with it. */
export async function buildIfStale(node) {
  if (!isStale()) return;
  const code = await runChild(node, [join(root, 'scripts/build.mjs')]);
  if (code !== 0) process.exit(code);
}
